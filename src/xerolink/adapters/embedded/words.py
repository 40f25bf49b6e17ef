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
    ag sa ab as oy co se kg bv nv pc pa kk gk nl pcl cv ks da sc sp ep et ei eg ev cc pt dd ad
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
    dona sig signor signora smt shri sri datuk dato encik puan haji hajji pak bapak ibu
    brigadier baroness viscount viscountess doctor engineer engr atty adv alhaji alhaja
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

KIN_ABROAD = _words(
    """
    bros brothers zonen sohne seuns figli filhos synove synowie sonner gebruder gebroeders
    brodrene broderna hermanos irmaos fratelli freres
    """
)
"""Of these one word beside a name is enough: "Smith Bros", "Hermanos García"."""

VIETNAMESE = _words(
    """
    nguyen tran pham hoang huynh phan vu vo dang bui ho ngo duong ly dinh doan trinh truong lam
    mai cao luong
    """
)
"""Family names of Vietnam, after which "Van" is a middle name."""

FIRMS = _phrases(
    """
    abbott mead vickers, abel & cole, abercrombie & fitch, adams & adams, addleshaw goddard,
    adolfo dominguez, alain afflelou, alexander mcqueen, alexander wang, alfred dunhill, allan
    gray, allen & gledhill, allen & overy, allen & unwin, allen edmonds, allens linklaters,
    allied farmers, amarchand mangaldas, anderson creagh lai, anderson lloyd, angus & robertson,
    ann summers, ann taylor, anne klein, annie sloan, anthony harper, anthony horderns, aon
    hewitt, archer daniels midland, armstrong siddeley, armstrong whitworth, arnold & porter,
    arnold bloch leibler, arthur andersen, arthur cox, arthur j gallagher, arthur murray, aston
    martin, audemars piguet, aunt betty, aunt jemima, austin healey, austin reed, babcock &
    brown, babcock & wilcox, bain & company, bain capital, baker & mckenzie, baker botts, baker
    hostetler, baker hughes, baker mckenzie, baker tilly, ballard spahr, barfoot & thompson,
    barnes & noble, barry callebaut, barry nilsson, bartle bogle hegarty, baskin robbins, bath &
    body works, baume & mercier, bausch & lomb, bear stearns, beca carter, beckman coulter,
    becton dickinson, bed bath & beyond, begbies traynor, bell gully, bell potter, ben & jerry,
    ben & jerrys, ben sherman, benjamin moore, bennett jones, berkshire hathaway, bernard
    matthews, berwin leighton paisner, betty crocker, bird & bird, birds eye, black & decker,
    blake cassels graydon, blake morgan, bob evans farms, bob jane, bobbi brown, bond dickinson,
    boodle hatfield, booz & company, booz allen hamilton, borden ladner gervais, bottega veneta,
    bowman gilfillan, briggs & stratton, bristol myers squibb, brooks brothers, brown rudnick,
    brown shipley, browne jacobson, bryan cave leighton paisner, buddle findlay, burger fuel,
    burges salmon, burness paull, burson marsteller, cadbury schweppes, cadwalader wickersham &
    taft, cahill gordon, calvin klein, cameron mckenna, campbell soup, cantor fitzgerald,
    captain morgan, carl zeiss, cassels brock, cath kidston, cavell leitch, cecil gee, chapman
    tripp, charles & keith, charles russell speechlys, charles schwab, charles tyrwhitt,
    charlotte tilbury, christian dior, church & dwight, clayton utz, cleary gottlieb, cliffe
    dekker hofmeyr, clifford chance, clyde & co, coco chanel, cole haan, colin biggers &
    paisley, collas crill, collins debden, cooley godward, cooper grace ward, cooper tire,
    coopers & lybrand, corrs chambers westgarth, country road, covington & burling, crabtree &
    evelyn, craigs investment partners, crate & barrel, cravath swaine, crawford bayley, crowe
    clark whitehill, crowe horwath, cushman & wakefield, cyril amarchand mangaldas, dan murphys,
    daniel overton & goulding, daniel wellington, davies arnold cooper, davies ward phillips,
    davis polk, davis polk wardwell, de havilland, dean witter, debenham & freebody, debevoise
    plimpton, deloitte haskins & sells, dewey leboeuf, diane von furstenberg, dick smith
    electronics, dickson minto, dla piper, dolce & gabbana, dolland & aitchison, don julio,
    donaldson lufkin jenrette, donna karan, dorothy perkins, dr denim, dr martens, dr pepper, dr
    reddys, drew & napier, drexel burnham lambert, drinker biddle, dun & bradstreet, duncan
    cotterill, duncan hines, dundas & wilson, dunlop slazenger, eddie bauer, edward nathan
    sonnenbergs, edwin coe, eileen fisher, eli lilly, elizabeth arden, emilio pucci, emma
    bridgewater, ermenegildo zegna, ernie ball, erno laszlo, ernst & young, ernst young, estee
    lauder, ethan allen, eversheds sutherland, faber & faber, famous amos, farmers trading,
    farrar straus giroux, farrer & co, fasken martineau, ferrier hodgson, field fisher
    waterhouse, fish & richardson, fisher & paykel, fisher and paykel, fisher scientific, foley
    & lardner, foley hoag, forsyth barr, fortnum & mason, foster wheeler, franklin templeton,
    fred perry, freeport mcmoran, freshfields bruckhaus deringer, fried frank, fry cadbury,
    fulton hogan, gallaway cook allan, gaze burt, general mills, georg jensen, george weston,
    gerry weber, gianni versace, gibson dunn, gibson sheat, gilbert & tobin, giorgio armani,
    girard perregaux, glaister ennor, glaxo smithkline, gloria jeans, goldman sachs, goodwin
    procter, gowling lafleur henderson, grace brothers, graham & brown, grant thornton,
    greenberg traurig, guy laroche, h & j smith, hale & dorr, hall & wilcox, hallenstein
    brothers, hallenstein glasson, handley page, harcourt brace, harkness henry, harland &
    wolff, harley davidson, harmos horton lusk, harper collins, harris scarfe, harry corry,
    harry elias, harry ramsden, harry winston, harvey nash, harvey nichols, harvey norman,
    harvey world travel, hawker siddeley, heckler & koch, heinz wattie, helen kaminski, helena
    rubinstein, heller ehrman, helly hansen, henri lloyd, herbert smith, herbert smith
    freehills, herman miller, hesketh henry, hewlett packard, hill & knowlton, hill dickinson,
    hill samuel, hocking stuart, hodder & stoughton, hodder moa beckett, hogan lovells, hogg
    robinson, holding redlich, holland & barrett, holland & hart, holland & knight, holman
    fenwick willan, holman webb, horwath clark whitehill, houghton mifflin, hugo boss, hungry
    jacks, hunt & hunt, huntley & palmers, hunton andrews kurth, hwl ebsworth, ince & co,
    ingersoll rand, irwin mitchell, isaac mizrahi, issey miyake, izard weston, j crew, j p
    morgan, j sagar, j walter thompson, jack daniels, jack wills, jack wolfskin, jackson
    mcdonald, jackson russell, jacobs creek, jacobs engineering, james halstead, james hardie,
    jb hi fi, jean paul gaultier, jenner & block, jenny craig, jesse & associates, jim beam,
    jimmy choo, jimmy johns, jo malone, joe boxer, john brown engineering, john deere, john
    hancock, john menzies, john swire, john varvatos, john west, johnnie walker, johnny rockets,
    johnson & johnson, johnson controls, johnson matthey, jones day, jones lang lasalle, josef
    seibel, jp morgan, juicy couture, julius baer, julius meinl, karen millen, karl lagerfeld,
    kate spade new york, kate sylvester, katie loxton, kaye scholer, keefe bruyette woods,
    kelley drye, kensington swan, kerr mcgee, khaitan & co, khattar wong, kidder peabody, king &
    spalding, king & wood mallesons, king spalding, kingsley napley, kirkcaldie & stains,
    kirkland & ellis, kleinwort benson, knight frank, kohlberg kravis roberts, korda mentha,
    kraft heinz, kramer levin, l j hooker, l k bennett, ladbrokes coral, lakshmikumaran &
    sridharan, lander & rogers, lane bryant, lane neave, latham & watkins, laura ashley, laura
    mercier, lawrence graham, lazard freres, lee & lee, lee cooper, lee hecht harrison, leigh
    day, lend lease, leo burnett, leona edmiston, levi strauss, lewis silkin, linklaters &
    paines, little brown, little debbie, liz claiborne, liz earle, lj hooker, lockheed martin,
    lonely planet, lord & taylor, lorna jane, loro piana, louis dreyfus, louis vuitton, lulu
    guinness, maclay murray & spens, macpherson kelley, mallesons stephen jaques, mamas & papas,
    mann judd, manolo blahnik, marc cain, marc jacobs, marie callender, mark foys, marks &
    spencer, marks and spencer, marsh & mclennan, marsh mclennan, martin marietta, mary kay,
    mary quant, mason hayes & curran, mason pearson, massey ferguson, matheson ormsby prentice,
    matthew williamson, maurice blackburn, maurice lacroix, max brenner, max factor, max
    fashions, max mara, mayer brown, mayne wetherell, mccann erickson, mccann fitzgerald,
    mccarthy tetrault, mccullough robertson, mcdonnell douglas, mcgrath nicol, mcgraw hill,
    mcveagh fleming, mead johnson, merck sharp & dohme, meredith connell, merrill lynch, metro
    goldwyn mayer, michael kors, michel patisserie, mike pero, mills & boon, mills & reeve,
    mills oakley, minter ellison, minterellison, minterellison rudd watts, mintz levin, mishcon
    de reya, miss selfridge, moet & chandon, moet hennessy, molly maid, molton brown, moore
    stephens, moores rowland, morgan coakle, morgan grenfell, morgan motor, morgan sindall,
    morrison foerster, mortimer hirst, morton fraser, mr kipling, mr muscle, mr price, mr
    whippy, mrs butterworth, mrs fields, muffin break, nabarro nathanson, neiman marcus, nick
    scali, nicole farhi, nina ricci, nishith desai, nixon peabody, noel leeming, norma kamali,
    northrop grumman, norton rose, norton rose fulbright, ogilvy & mather, oliver bonas, oliver
    wyman, ord minnett, orla kiely, orrick herrington, orville redenbacher, osborne clarke,
    oscar de la renta, oscar mayer, oscar wylee, osler hoskin harcourt, otis spunkmeyer, otto
    bock, owens corning, paco rabanne, paddy power, paine webber, pannell kerr forster, papa
    johns, parke davis, parker hannifin, parry field, patek philippe, patterson belknap, paul
    hastings, paul mitchell, paul weiss, payne hicks beach, peat marwick, penningtons manches,
    pepper hamilton, perkin elmer, perkins coie, perry ellis, peter thomas roth, peters ice
    cream, pierre cardin, pierre fabre, pillsbury winthrop, pinsent masons, piper alderman,
    piper sandler, pitcher partners, pottery barn, pratt & whitney, pratt whitney, price
    waterhouse coopers, procter & gamble, proskauer rose, pumpkin patch, pyne gould guinness,
    quaker oats, quinn emanuel, raine & horne, rajah & tann, ralph & russo, ralph lauren, ray
    ban, ray white, raymond weil, rebecca minkoff, reckitt benckiser, reed smith, reg vardy,
    reid & twiname, remington rand, reynolds porter chamberlain, richardson & wrench, robert
    bosch, robert dyas, robert half, robert mondavi, roberto cavalli, rodd & gunn, rodd and
    gunn, roger vivier, roland mouret, rolls royce, ronan daly jermyn, ropes & gray, rosetta
    stone, rowntree mackintosh, roy morgan research, russell & bromley, russell cooke, russell
    hobbs, russell mcveagh, ruths chris, saatchi & saatchi, sally beauty, sally hansen, salomon
    brothers, salvatore ferragamo, samuel adams, sandler oneill, sara lee, sass & bide, saunders
    robinson brown, schulte roth, scott bader, sedgwick james, shaw & partners, shepherd
    wedderburn, sheppard mullin, sherwin chan walshe, shook lin & bok, short brothers, sidley
    austin, simmons & simmons, simon & schuster, simon schuster, simpson thacher, sir
    kensington, skadden arps, slater & gordon, slater and gordon, smith & caughey, smith &
    nephew, smith & wesson, smith and caughey, smith barney, smith kline beecham, sonia rykiel,
    sparke helmore, spencer stuart, spoor & fisher, squire patton boggs, stace hammond, standard
    & poors, stanley black & decker, stanley gibbons, staples rodway, stella artois, stella
    mccartney, stephenson harwood, steptoe & johnson, steve madden, stikeman elliott, stoy
    hayward, stuart weitzman, sue ryder, sullivan & cromwell, susan g komen, sutherland asbill,
    swan hunter, tan kok quan, tate & lyle, taylor & francis, taylor vinters, taylor wessing,
    ted lapidus, terry white chemmart, thermo fisher, thomas cook, thomas dux, thomas eggar,
    thomas nationwide, thomas pink, thomas sabo, thomson geer, thomson reuters, thynne
    macartney, tia maria, tiffany & co, tim hortons, toby carvery, tom tailor, tommy bahama,
    tommy hilfiger, tompkins wake, tony bianco, tony romas, tory burch, touche ross, towers
    watson, travers smith, travis perkins, trelise cooper, trent nathan, trina turk, troutman
    sanders, trowers & hamlins, turner & townsend, ulysse nardin, uncle bens, uncle tobys,
    vacheron constantin, van cleef & arpels, veale wasbrough vizards, vera bradley, vera wang,
    veronika maine, vickers armstrong, victor churchill, viktor & rolf, vince camuto, vinson &
    elkins, vivienne westwood, w h smith, wachtell lipton, walker morris, warburg pincus, ward
    hadaway, warner bros, warner brothers, warner lambert, watson farley & williams, webb farry,
    webber wentzel, weber shandwick, weil gotshal, wells fargo, wendys, wh smith, whitcombe &
    tombs, white & case, wieden kennedy, williams & kettle, williams sonoma, willis towers
    watson, wilmer cutler pickering hale & dorr, wilmer hale, wilson harle, wilson hti, wilson
    sonsini, winston & strawn, wolf & badger, wolf blass, wong partnership, wotton kearney,
    wright stephenson, wynn williams, wynyard wood, young & rubicam, yves rocher, yves saint
    laurent, zac posen, zuhair murad
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
