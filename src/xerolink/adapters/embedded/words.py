"""Words whose part in a name is known: legal forms, titles, letters after a name, small words.

All are folded as `tokens.fold` folds: no case, no accents; and without dots. What every other word
tells is learned.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEGAL_FORMS = _words(
    """
    ltd limited pty proprietary llc llp lllp lp inc incorporated corp corporation plc cic cio gmbh
    mbh ug kgaa ohg gbr gesmbh sarl sasu eurl snc sci srl scop gie spa sapa scrl sprl
    bvba vzw asbl vof cvba aps ivs oyj ehf doo ood eood ooo oao kft zrt nyrt spzoo
    slu sau ltda lda eireli sapi pvt pte bhd sdn tbk kabushiki kaisha godo yugen
    aktiengesellschaft aktiebolag aktieselskab anpartsselskab osakeyhtio jsc ojsc cjsc pjsc fze
    fzco fzc fzllc dmcc wll kscc saog unlimited unltd teoranta cyf cyfyngedig ccc ccg clg dac pllc
    psc p/l s/a a/s k/s i/s berhad sendirian perseroan persero stichting vennootschap uab sro
    kommanditgesellschaft anonima anonyme limitada responsabilite handelsbolag
    """
)
"""Legal forms that are no part of a person's name, wherever they stand."""

SHORT_FORMS = _words(
    """
    ag sa ab as oy co se kg bv nv pc pa oo kk gk nl pcl cv ks da sc sp ep et ei eg ev cc pt dd ad
    ae oe ee sti hf sl sas sca bt sia ans asa zao pao kd
    """
)
"""Legal forms that may be a word of a name too: what they tell depends on where they stand."""

TITLES = _words(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady rev revd reverend fr father hon
    honourable judge justice capt captain maj major col colonel sgt sergeant cpl lt lieutenant
    cmdr commander gen cllr cr councillor sen senator gov madam madame master archdeacon
    archbishop bishop canon deacon rabbi imam sheikh sister brother pastor minister
    ambassador herr frau hr fru dhr mevr mme mlle monsieur sr sra srta senor senora senhor
    dona sig signor signora smt shri sri datuk dato encik haji hajji pak bapak ibu
    dott dottssa avv ing messrs mdm
    """
)

AFTER_NAMES = _words(
    """
    jr snr jnr ii iii iv phd md mbbs frcs dds dvm mp mlc mla mpp td msp mbe obe cbe kbe dbe onz
    mnzm onzm cnzm qso qsm am ao oam ac esq esquire qc kc jp cpa ca fca fcpa mba bsc msc ba ma
    bcom llb llm dsc dso retd decd deceased
    """
)

PARTICLES = _words(
    """
    al ap ben bin binti binte bte das de del della dello dei degli den der des di do dos du
    el af av ibn ul ud ur la las le les los lo mac mc te ten ter van vande vander ver von vom zu
    zum zur abu ni nic ua da st saint san santa
    """
)
"""Small words of people's names; some stand in the names of organisations as well."""

SMALL_WORDS = _words(
    """
    of for in at on by with to from our your my we us its it is are no not all any every
    nga fur fuer mit im pour sur aux des chez dans para con por em per voor met
    het til och
    """
)
"""Words that join the words of an organisation's name."""

TRUSTS = _words(
    """
    trust trusts trustee trustees atf estate estates executor executors executrix superannuation
    smsf settlement nominees partnership foundation fund funds bequest beneficiaries syndicate
    """
)
"""Words that make a name the name of a trust, an estate, a fund or a partnership."""

KIN = _words("son sons daughter daughters bros brothers sisters co company associates partners")
"""What an "and" before it makes a family's or a partners' firm."""

FIRMS = frozenset(
    """
    goldman sachs, merrill lynch, lehman brothers, bear stearns, wells fargo, jp morgan, j p morgan,
    rothschild & co, charles schwab, edward jones, franklin templeton, berkshire hathaway,
    arthur andersen, ernst & young, ernst young, coopers & lybrand, peat marwick, grant thornton,
    baker tilly, crowe horwath, mcgrath nicol, ferrier hodgson, korda mentha, pitcher partners,
    baker mckenzie, baker & mckenzie, clifford chance, freshfields bruckhaus deringer,
    linklaters & paines, allen & overy, herbert smith, herbert smith freehills, norton rose,
    norton rose fulbright, hogan lovells, eversheds sutherland, mills & reeve, farrer & co,
    skadden arps, sullivan & cromwell, davis polk, kirkland & ellis, latham & watkins,
    jones day, white & case, mayer brown, king & wood mallesons, mallesons stephen jaques,
    minter ellison, minterellison, clayton utz, corrs chambers westgarth, slater & gordon,
    slater and gordon, maurice blackburn, holding redlich, gilbert & tobin, arnold bloch leibler,
    bell gully, russell mcveagh, chapman tripp, kensington swan, buddle findlay, anderson lloyd,
    duncan cotterill, lane neave, tompkins wake, wynn williams, meredith connell, harkness henry,
    harvey norman, noel leeming, smith & caughey, smith and caughey, kirkcaldie & stains,
    whitcombe & tombs, arthur barnett, marks & spencer, marks and spencer,
    john lewis, w h smith, wh smith, dolland & aitchison, fortnum & mason, harvey nichols,
    peter jones, debenham & freebody, laura ashley, ann summers, dorothy perkins,
    austin reed, crabtree & evelyn, molton brown, paul smith, john deere, massey ferguson,
    briggs & stratton, black & decker, rolls royce, aston martin, harley davidson,
    procter & gamble, johnson & johnson, bristol myers squibb, eli lilly, glaxo smithkline,
    smith & nephew, reckitt benckiser, cadbury schweppes, rowntree mackintosh, fry cadbury,
    tate & lyle, rank hovis, huntley & palmers, sara lee, betty crocker, aunt jemima,
    uncle bens, dr pepper, dr martens, dr scholl, mr whippy, mr kipling, mr muscle, mr price,
    mrs fields, mrs macs, captain morgan, jack daniels, jim beam, johnnie walker, tia maria,
    moet hennessy, moet & chandon, louis vuitton, hugo boss, calvin klein, tommy hilfiger,
    ralph lauren, donna karan, vera wang, michael kors, tory burch, jimmy choo, manolo blahnik,
    vivienne westwood, stella mccartney, alexander mcqueen, karen millen, karen walker,
    kate sylvester, trelise cooper, giorgio armani, gianni versace, dolce & gabbana, yves rocher,
    yves saint laurent, christian dior, coco chanel, jean paul gaultier, estee lauder, max factor,
    elizabeth arden, mary kay, helena rubinstein, bobbi brown, abercrombie & fitch, eddie bauer,
    brooks brothers, neiman marcus, saks fifth avenue, ben & jerrys, ben & jerry, baskin robbins,
    tim hortons, wendys, jack in the box, oscar mayer, orville redenbacher, duncan hines,
    barnes & noble, simon & schuster, harper collins, mcgraw hill, john wiley, allen & unwin,
    taylor & francis, faber & faber, random house, mills & boon, booz allen hamilton,
    towers watson, willis towers watson, marsh mclennan, arthur j gallagher,
    jones lang lasalle, cushman & wakefield, knight frank, ray white, barfoot & thompson,
    lend lease, john holland, fulton hogan, beca carter,
    brown brothers, peter lehmann, wolf blass, jacobs creek, jim barry,
    hewlett packard, texas instruments, pratt & whitney, lockheed martin, northrop grumman,
    mcdonnell douglas, dun & bradstreet, thomson reuters, dow jones, standard & poors,
    abbott laboratories, becton dickinson, fisher & paykel, fisher and paykel,
    thomas cook, thomas nationwide, william hill, paddy power, ladbrokes coral
    """.replace("\n    ", " ")
    .strip()
    .split(", ")
)
"""Well-known firms whose names read as people's, folded; the words only and "&"."""

_JOINTS = _words("& and + und och")
_TRADING = _words("t/a t/as dba d/b/a aka a/k/a fka")

MAILBOXES = _words(
    """
    info accounts account admin office sales reception hello enquiries enquiry inquiries contact
    mail payable payables ap ar invoices invoice billing finance orders bookings support service
    team general management secretary treasurer hr payroll
    """
)
"""What stands before the "@" where a role is written to, not a person."""

LEGAL, SHORT_FORM, TITLE, AFTER, PARTICLE, SMALL = "L", "l", "T", "A", "p", "f"
AND, THE, TRADING, INITIAL, NUMBER, CAPITALS = "&", "h", "D", "I", "#", "K"

ROLES = (
    dict.fromkeys(SMALL_WORDS, SMALL)
    | dict.fromkeys(PARTICLES, PARTICLE)
    | dict.fromkeys(AFTER_NAMES, AFTER)
    | dict.fromkeys(TITLES, TITLE)
    | dict.fromkeys(SHORT_FORMS, SHORT_FORM)
    | dict.fromkeys(LEGAL_FORMS, LEGAL)
    | dict.fromkeys(_TRADING, TRADING)
    | dict.fromkeys(_JOINTS, AND)
    | {"the": THE}
)
"""The role of each word that has one, as a letter; of two roles the later named holds."""
