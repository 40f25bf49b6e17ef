"""Words whose part in a name is known: legal forms, titles, letters after a name, small words.

All are folded as `tokens.fold` folds: no case, no accents; and without dots. What every other word
tells is learned.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))


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

FIRMS = _phrases(
    """
    abbott mead vickers, abercrombie & fitch, addleshaw goddard, alain afflelou, alexander
    mcqueen, allen & overy, allen & unwin, allied farmers, anderson lloyd, angus & robertson,
    ann summers, anthony horderns, aon hewitt, archer daniels midland, armstrong siddeley,
    armstrong whitworth, arnold & porter, arnold bloch leibler, arthur andersen, arthur j
    gallagher, aston martin, audemars piguet, aunt betty, aunt jemima, austin healey, austin
    reed, babcock & brown, babcock & wilcox, bain & company, bain capital, baker & mckenzie,
    baker hughes, baker mckenzie, baker tilly, barfoot & thompson, barnes & noble, barry
    nilsson, bartle bogle hegarty, baskin robbins, bath & body works, baume & mercier, bausch &
    lomb, bear stearns, beca carter, beckman coulter, becton dickinson, bed bath & beyond, bell
    gully, bell potter, ben & jerry, ben & jerrys, berkshire hathaway, berwin leighton paisner,
    betty crocker, bird & bird, birds eye, black & decker, bobbi brown, booz & company, booz
    allen hamilton, bottega veneta, briggs & stratton, bristol myers squibb, brown shipley,
    bryan cave leighton paisner, buddle findlay, burger fuel, burges salmon, burson marsteller,
    cadbury schweppes, calvin klein, campbell soup, cantor fitzgerald, captain morgan, cavell
    leitch, chapman tripp, charles russell speechlys, charles schwab, christian dior, clayton
    utz, cleary gottlieb, clifford chance, clyde & co, coco chanel, colin biggers & paisley,
    collins debden, cooper grace ward, cooper tire, coopers & lybrand, corrs chambers westgarth,
    country road, crabtree & evelyn, craigs investment partners, crate & barrel, cravath swaine,
    crowe clark whitehill, crowe horwath, cushman & wakefield, daniel overton & goulding, daniel
    wellington, davis polk, de havilland, dean witter, debenham & freebody, debevoise plimpton,
    deloitte haskins & sells, dick smith electronics, dolce & gabbana, dolland & aitchison,
    donaldson lufkin jenrette, donna karan, dorothy perkins, dr denim, dr martens, dr pepper,
    drexel burnham lambert, dun & bradstreet, duncan cotterill, duncan hines, eddie bauer, eli
    lilly, elizabeth arden, emilio pucci, ermenegildo zegna, ernst & young, ernst young, estee
    lauder, eversheds sutherland, faber & faber, famous amos, farmers trading, farrar straus
    giroux, ferrier hodgson, fisher & paykel, fisher and paykel, fisher scientific, forsyth
    barr, fortnum & mason, foster wheeler, franklin templeton, freeport mcmoran, freshfields
    bruckhaus deringer, fry cadbury, fulton hogan, gaze burt, general mills, gianni versace,
    gibson dunn, gibson sheat, gilbert & tobin, giorgio armani, girard perregaux, glaister
    ennor, glaxo smithkline, gloria jeans, goldman sachs, grace brothers, grant thornton, h & j
    smith, hall & wilcox, hallenstein brothers, hallenstein glasson, handley page, harcourt
    brace, harkness henry, harland & wolff, harley davidson, harmos horton lusk, harper collins,
    harris scarfe, harvey nichols, harvey norman, hawker siddeley, heckler & koch, heinz wattie,
    helena rubinstein, herbert smith, herbert smith freehills, hesketh henry, hewlett packard,
    hill & knowlton, hill samuel, hocking stuart, hodder & stoughton, hodder moa beckett, hogan
    lovells, hogg robinson, holding redlich, holman fenwick willan, holman webb, horwath clark
    whitehill, houghton mifflin, hugo boss, hungry jacks, huntley & palmers, hunton andrews
    kurth, hwl ebsworth, ince & co, ingersoll rand, irwin mitchell, izard weston, j p morgan, j
    walter thompson, jack daniels, jacobs creek, jb hi fi, jean paul gaultier, jesse &
    associates, jim beam, jimmy choo, john brown engineering, john deere, johnnie walker,
    johnson & johnson, johnson controls, johnson matthey, jones lang lasalle, jp morgan, juicy
    couture, karen millen, kate spade new york, kate sylvester, keefe bruyette woods, kensington
    swan, kerr mcgee, kidder peabody, king & spalding, king & wood mallesons, kirkcaldie &
    stains, kirkland & ellis, kleinwort benson, knight frank, kohlberg kravis roberts, korda
    mentha, kraft heinz, l j hooker, ladbrokes coral, lander & rogers, lane neave, latham &
    watkins, laura ashley, lazard freres, lee cooper, lend lease, leo burnett, levi strauss,
    linklaters & paines, little brown, little debbie, lj hooker, lockheed martin, lonely planet,
    loro piana, louis vuitton, macpherson kelley, mallesons stephen jaques, mann judd, manolo
    blahnik, marc jacobs, marie callender, mark foys, marks & spencer, marks and spencer, marsh
    & mclennan, marsh mclennan, mary kay, massey ferguson, maurice blackburn, maurice lacroix,
    max factor, max fashions, mayer brown, mccann erickson, mcdonnell douglas, mcgrath nicol,
    mcgraw hill, mead johnson, merck sharp & dohme, meredith connell, merrill lynch, metro
    goldwyn mayer, michael kors, michel patisserie, mills & boon, mills & reeve, mills oakley,
    minter ellison, minterellison, mishcon de reya, moet & chandon, moet hennessy, molton brown,
    moore stephens, moores rowland, morgan grenfell, morgan motor, morrison foerster, mortimer
    hirst, mr kipling, mr muscle, mr price, mr whippy, mrs butterworth, mrs fields, muffin
    break, nabarro nathanson, neiman marcus, noel leeming, northrop grumman, norton rose, norton
    rose fulbright, ogilvy & mather, oliver wyman, ord minnett, orville redenbacher, osborne
    clarke, oscar mayer, paddy power, paine webber, pannell kerr forster, papa johns, parke
    davis, parker hannifin, patek philippe, peat marwick, perkin elmer, perkins coie, peters ice
    cream, pinsent masons, piper alderman, piper sandler, pitcher partners, pottery barn, pratt
    & whitney, pratt whitney, price waterhouse coopers, procter & gamble, pumpkin patch, pyne
    gould guinness, quaker oats, quinn emanuel, raine & horne, ralph lauren, ray ban, ray white,
    raymond weil, reckitt benckiser, reid & twiname, remington rand, richardson & wrench,
    roberto cavalli, rodd & gunn, rodd and gunn, rolls royce, ropes & gray, rowntree mackintosh,
    russell mcveagh, saatchi & saatchi, salomon brothers, salvatore ferragamo, sara lee, sass &
    bide, saunders robinson brown, sedgwick james, shaw & partners, sherwin chan walshe, short
    brothers, sidley austin, simon & schuster, simon schuster, simpson thacher, sir kensington,
    skadden arps, slater & gordon, slater and gordon, smith & caughey, smith & nephew, smith &
    wesson, smith and caughey, smith barney, sparke helmore, squire patton boggs, standard &
    poors, staples rodway, stella mccartney, stephenson harwood, stoy hayward, sullivan &
    cromwell, swan hunter, tate & lyle, taylor & francis, taylor wessing, thermo fisher, thomas
    nationwide, thomson geer, thomson reuters, thynne macartney, tia maria, tiffany & co, tim
    hortons, tommy hilfiger, tompkins wake, tony romas, tory burch, touche ross, towers watson,
    travers smith, trelise cooper, trowers & hamlins, turner & townsend, ulysse nardin, uncle
    bens, uncle tobys, vacheron constantin, van cleef & arpels, vera wang, vickers armstrong,
    vivienne westwood, w h smith, wachtell lipton, warburg pincus, warner bros, warner brothers,
    warner lambert, watson farley & williams, weber shandwick, weil gotshal, wells fargo,
    wendys, wh smith, whitcombe & tombs, white & case, wieden kennedy, williams & kettle,
    williams sonoma, willis towers watson, wilson harle, wilson hti, wilson sonsini, winston &
    strawn, wolf blass, wotton kearney, wright stephenson, wynn williams, young & rubicam, yves
    rocher, yves saint laurent
    """
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
