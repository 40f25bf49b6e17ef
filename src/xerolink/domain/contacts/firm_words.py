"""Words of firms: legal forms that mean the same, short forms, and words that tell nothing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_LEGAL = """
ltd limited ltda ltee lda limitada; pty proprietary; pl ptyltd ptylimited; inc incorporated incorp;
corp corporation; co company coy cie; llc lc; llp; lp; plc; gmbh mbh ges; ag aktiengesellschaft; kg;
kgaa; ohg gbr; ug; bv besloten; nv naamloze; vof; cv; sa sau; sas sasu; sarl eurl; srl; spa; snc; sl
slu; ab aktiebolag; as aksjeselskap asa; aps; oy oyj; hf ehf; spzoo zoo; doo; sro; kft; ood eood;
ooo; oao zao pjsc ojsc cjsc jsc jscb; pte; pvt private; bhd berhad; sdn; tbk; pt perseroan; kk
kabushiki kaisha; gk; fzco fze fzc; dmcc; cic; cio scio; pllc; psc; pc; pa; teo teoranta; cyf
cyfyngedig; unlimited ultd; ulc; aus; sab; cv de; ev eg; nl; pcl; bvba; sprl; sca scs; sac; sgps;
eirl; nyrt zrt; uab; saog saoc; wll; opc; kscp; ccc; adr ads adrs
"""
_WRITTEN_OUT = """
limited liability company: llc; limited liability partnership: llp; limited partnership: lp; public
limited company: plc; public joint stock company: pjsc; open joint stock company: ojsc; closed joint
stock company: cjsc; joint stock company: jsc; community interest company: cic; scottish charitable
incorporated organisation: scio; charitable incorporated organisation: cio; sociedad anonima: sa;
sociedade anonima: sa; societe anonyme: sa; sociedad limitada: sl; sociedad de responsabilidad
limitada: srl; societa a responsabilita limitata: srl; societe a responsabilite limitee: sarl;
societa per azioni: spa; eingetragener verein: ev; gesellschaft mit beschrankter haftung: gmbh;
besloten vennootschap: bv; naamloze vennootschap: nv; sendirian berhad: sdn bhd; perseroan terbatas:
pt; kabushiki kaisha: kk; anonim sirketi: as; limited sirketi: ltd; ltd sti: ltd; sp z oo: spzoo; sp
zoo: spzoo; spolka z ograniczona odpowiedzialnoscia: spzoo; obshchestvo s ogranichennoi
otvetstvennostyu: ooo; obshchestvo s ogranichennoy otvetstvennostyu: ooo; otkrytoe aktsionernoe
obshchestvo: oao; publichnoe aktsionernoe obshchestvo: pjsc; zakrytoe aktsionernoe obshchestvo: zao;
aktsionernoe obshchestvo: jsc
"""
_SHORT = """
association assoc assn assc asscn associations asociacion associacao associazione verein; associates
assocs; australia aust aus australian austral; international intl int internat internacional
internationale internazionale; national natl nat nacional nationale nazionale; management mgmt mgt
mngmt mgmnt; services svcs svc service serv servs servicios; group grp groups gp groupe grupo gruppe
gruppo groep; holdings hldgs hldg holding; investments invt invest investment invs invst;
development dev devt dvlpt developments developer developers devel; department dept departement
departamento departments; government govt gvt gov; company coy; manufacturing mfg mfr mfrs
manufacturers manufacturer manuf; engineering eng engg engrg engineers engineer; brothers bros;
centre center ctr centres centers cntr centro zentrum centrum; saint st saints sts; mount mt; street
str st strasse; avenue ave av; drive drv; lane ln; court ct crt; place plc; suite ste; apartment
apt; boulevard blvd; highway hwy; terrace tce; crescent cres; road rd; university univ uni
universidad universidade universita universitat universite universiteit universitet universities;
college coll; school sch schools schule ecole escuela scuola; church ch; committee cttee cmte comm;
community comm; council cncl; federation fed; foundation fdn fndn found fondation fondazione
fundacion fundacao stiftung stichting; institute inst institution institut instituto istituto
institutes; society soc societe sociedad societa societies; hospital hosp hospitals hopital
ospedale; and n; new nu; superannuation super; fund funds; trust tr trusts trustee trustees;
properties property props prop; construction constr constructions const cnstr contractors;
technology tech technologies techs technical technological tecnologia technologie; systems sys
system; solutions soln solution; financial fin finance; insurance ins; pharmaceuticals pharma
pharmaceutical pharm; laboratories labs lab laboratory; industries ind industry inds industrial
industria industrie; enterprises ent enterprise; communications comms communication
telecommunications; resources res resource; productions prod production products product;
distributors dist distribution distributor distn; transport trans transportation transports tpt
trpt; accountants acct accounting accountancy; consultants consulting consultancy consultant
consult; partners partnership ptnrs pship; limited ltd; south sth southern; north nth northern; east
eastern; west western; southeast se; northwest nw; state st; county co; district dist; american amer
america; united utd; bank bancorp bancorporation bancshares banc banco banque banca banka; realty
real; energy power; capital cap; acquisition acq acquisitions; first 1st one; second 2nd two; third
3rd three; general gen; electric elec electrical electrics; petroleum petrol; exploration expl;
mining mines mine minerals; queensland qld; victoria vic victorian; tasmania tas tasmanian; zealand
nz; kingdom uk; britain gb british; branch br; office off; club clubs; hotel hotels; children
childrens; women womens womans; farm farms farming; art arts; sport sports sporting; shop shops;
building buildings builders build builder bldg bldgs bldrs; computer computers computing; design
designs; music musical; house houses; medical med medicine; association federation; union unions;
incorporated inc; labor labour; primary prim; secondary sec; high hs; elementary elem; early
childhood; parent parents; friend friends; village vill; number no num nr; ten 10; four 4; five 5;
six 6; seven 7; eight 8; nine 9; ii 2; iii 3; iv 4; vi 6; vii 7; viii 8; ix 9; ministry ministere
ministerio ministerium minister; company compagnie compania companhia; equipment eqpt eqip equip;
maintenance mtce maint; marketing mktg mkt; warehouse whse warehousing; wholesale whsl wholesalers
wholesaler; machinery mach machine machines; packaging pkg pkging; trucking trk trucks truck;
savings svgs; freight frt; metals mtl mtls metal; supplies supply supplier suppliers; contractor
contractors contracting contr; plumbing plumbers plumber; printing printers print printer;
publishing publishers publications publication publisher pub; photography photo photos photographic
photographers; pharmacy chemist chemists pharm pharmacies; electronics electronic; environmental
environment env enviro; education educational educ edu; agency agcy agencies; authority auth;
administration admin; agricultural agriculture agri; automotive auto autos automobile automobiles;
advertising advg adv; architects architecture architect architectural; logistics logistic; security
sec securities; training trng; vehicle vehicles; dental dentist dentists dentistry; veterinary vet
vets; restaurant restaurants; theatre theater; organisation organization org organisations
organizations; jewellers jewellery jewelry jewelers; harbour harbor hbr; defence defense; programme
program; cooperative coop cooperatives cooperativa; recreation rec recreational; research rsch;
laundry laundries; garden gardens; nursery nurseries; vineyard vineyards winery wines wine; kitchen
kitchens; window windows; scientific science sciences sci; european europe euro; asian asia; african
africa; pacific pac; canada can canadian; scotland scottish; ireland irish; england english; wales
welsh; india indian; township twp; heights hts; junction jct; park parks pk; station stn; valley
vly; beach bch; mountain mtn mountains; lake lakes lk; fort ft; springs spgs; county cty;
municipality municipal municipio; regional region reg; provincial province prov; eleven 11; twelve
12; fourth 4th; fifth 5th; twentyfirst 21st; twenty 20
"""
_OTHER_FORMS = """
asa oyj ehf eood gbr eurl sau sasu slu eg oao zao pjsc jscb scio fze de
"""
_OTHER_WORDS = """
build trust trusts mine mines product production music real electric sport farm transport south
north east west house
"""
_BEFORE = """
mr mrs ms miss mx dr doctor prof professor sir dame lord lady rev reverend fr hon honourable
honorable judge senator sen cr clr councillor capt captain col lt sgt mp the
"""
_AFTER = """
phd md mbe obe cbe am ao oam ac esq qc kc sc jp jr sr kcmg kbe dds cpa mp junior senior dr mr mrs ms
psm mha mla mlc
"""
_TRAILING = """
as co cv de sa pa pc ev eg nl sl spa pt sab aus gk kk ab ag se hf lp lc sas company coy cie teo ooo
zoo private ood ug unlimited adr sac sca scs opc uab
"""
_SMALL = "and of the for in t/a atf c/o an at on to by de la le du da del und et with"
_NUMBERS = "i ii iii iv v vi vii viii ix x one two three four five first second third"
_SIDES = "north south east west northern southern eastern western upper lower inner outer"
_FREE_MAIL = """
gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com msn.com yahoo.com
yahoo.co.uk yahoo.com.au yahoo.co.nz ymail.com icloud.com me.com mac.com aol.com gmx.com gmx.de
gmx.net web.de t-online.de mail.com mail.ru yandex.ru proton.me protonmail.com pm.me fastmail.com
fastmail.fm zoho.com hey.com bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au
westnet.com.au internode.on.net xtra.co.nz slingshot.co.nz orcon.net.nz vodafone.co.nz
outlook.com.au live.com.au hotmail.com.au btinternet.com sky.com virginmedia.com talktalk.net
ntlworld.com blueyonder.co.uk comcast.net verizon.net att.net sbcglobal.net cox.net charter.net
bellsouth.net rogers.com shaw.ca orange.fr wanadoo.fr free.fr laposte.net libero.it qq.com 163.com
126.com naver.com rediffmail.com
"""


def _groups(text: str) -> dict[str, frozenset[str]]:
    """For each word what it may stand for; a word of several groups stands for each."""
    found: dict[str, set[str]] = {}
    for group in text.split(";"):
        first, *others = group.split()
        for word in (first, *others):
            found.setdefault(word, set()).add(first)
    return {word: frozenset(firsts) for word, firsts in found.items()}


def _phrases(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split(";")]


LEGAL: Final[Mapping[str, frozenset[str]]] = MappingProxyType(_groups(_LEGAL))
"""Legal forms, each with the one that it is another spelling of."""
WRITTEN_OUT: Final[Mapping[str, str]] = MappingProxyType(
    {words: form.strip() for words, form in (each.split(":") for each in _phrases(_WRITTEN_OUT))}
)
"""Legal forms of several plain words, each with its short one; a longer one before its end."""
SHORT: Final[Mapping[str, frozenset[str]]] = MappingProxyType(_groups(_SHORT))
"""Words of firms and places, each with the words that it is a form of."""
OTHER_FORMS: Final = frozenset(_OTHER_FORMS.split())
"""Legal forms that count like another one and are none of it: public ones, with one member …"""
OTHER_WORDS: Final = frozenset(_OTHER_WORDS.split())
"""Words that a longer one begins with, and that are not short for it."""
BEFORE: Final = frozenset(_BEFORE.split())
"""Titles, and other words that stand before a name and are no part of it."""
AFTER: Final = frozenset(_AFTER.split())
"""Honours, degrees and titles that stand after a person's name."""
TRAILING: Final = frozenset(_TRAILING.split())
"""Legal forms that are also words: they count as one only at the end of a name."""
SMALL: Final = frozenset(_SMALL.split())
"""Words that join others."""
NUMBERS: Final = frozenset(_NUMBERS.split())
"""Words that number: a name with another one is another's."""
SERIES: Final = NUMBERS | frozenset(_SIDES.split())
"""Numbers and sides: one of them is no misspelling of another."""
FREE_MAIL: Final = frozenset(_FREE_MAIL.split())
"""Domains that give a mailbox to anybody: to share one means nothing."""
