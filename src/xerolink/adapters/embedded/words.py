"""The words that tell organisations from people; all case-folded, without dots."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEGAL_FORMS = _words(
    """
    ltd limited pty proprietary llc llp lllp lp inc incorporated corp corporation plc cic cio gmbh
    mbh ug kgaa ohg gbr ev eg sarl sas sasu eurl snc sci srl spa sapa scrl sprl bvba bv nv vof cv
    aps oyj hf ehf doo dd ood eood ooo zao kft zrt bt sro spzoo sl slu sau sca ltda lda eireli
    pvt pte bhd sdn tbk kk gk jsc p/l pjsc fzco fze fzc dmcc unlimited teo teoranta cyf cyfyngedig
    ccc pllc psc nl pcl berhad kabushiki kaisha aktiengesellschaft aktiebolag
    """
)
"""Legal forms that are no part of a person's name, wherever they stand."""

SHORT_FORMS = _words("ag sa ab as a/s oy co se kg bv nv spa pc pa oo")
"""Legal forms that may be a word of a name too: they count as the last word of several."""

BUSINESS_WORDS = _words(
    """
    academies academy account accountancy accountants accounting accounts acquisition
    advertising advice advisers advisors advisory aged agencies agency agricultural aid airlines
    airport airways alliance allotment allotments ambulance american apparel architects archives
    army art arts assets associates association associations assurance athletic auctions aust
    australia australian authority auto automation automotive aviation bakehouse bakers bakery
    bancorp bancshares bank banking baptist bar basilica beauty beverage biopharma biosciences
    biotech bistro board boards books boutique bowling boys' branch brands brewery british bros
    brothers build builders building bureau bus business butchers cabinets cafe campaign campus
    cancer capital care carers caring cars cash catering cathedral catholic center centers
    central centre centres chamber chapel charitable charities chemicals chemist childcare
    children children's choir church churches cinema citizens city civic clean cleaning clinic
    clinical clinics club clubs co-operative coaching coal coffee collective college colleges
    commerce commercial commission committee communications communities community companies
    company computers computing concrete conference congregation congregational conservatives
    constitution construction constructions consultancy consultants consulting contracting
    contractors cookies cooperative corner corporate cottage council councils county creative
    credit crematorium cricket cultural culture customer dairy dance data daughters debtors deli
    dental dentists department design designs development developments diagnostics digital
    diocese distribution distributors district division drilling driving economic education
    educational electric electrical electricity electronics elementary employees employees'
    energy engineering engineers enterprise enterprises entertainment environment environmental
    episcopal equipment equity estate estates evangelical events excavations exchange
    exploration export exports express factory family farm farmers' farming farms fashion
    federal federation fellowship fencing festival film films finance financial fire fisheries
    fishing fitness fitters florist flowers food foods football forum foundation franchise
    freight friends fuel fuels fund funds funeral furniture gallery games garage garden gardens
    gas general girls global golf government grammar graphics grocery group groups growers
    growth guides guild gym hair harvest haulage health healthcare heating heritage high hire
    historical history holding holdings holiday holidays home homes hospice hospital hospitality
    hospitals hotel hotels house housing imports independent india indian industrial industries
    industry infant infants information infrastructure initiative innovation innovations
    institute institution institutional insurance integrated interiors intermediate
    international internet investment investments investors jewellers joinery junior kennels
    kindergarten kitchen kitchens kura labor laboratories labour labs land landscapes
    landscaping laundry lawn lawyers learning leasing legal legion leisure liberal library
    lifestyle lighting lions liquor livestock loan logistics lutheran machinery mail maintenance
    management manufacturers manufacturing marae maritime market marketing markets masonic
    materials meats media medical medicine memorial men's metal metals methodist metropolitan
    minerals mining ministries ministry mission mobile montessori mortgage motel motor motors
    movement municipal museum music mutual national natural network networks new news newspapers
    nightclub nominees north northern nsw nurseries nursery nursing office officers oil opera
    operations optical orchards orchestra organics organisation organization outdoor p/l
    packaging painters painting paper parents parties partners partnership party pastoral patrol
    payable payroll petroleum pharma pharmaceutical pharmaceuticals pharmacies pharmacy
    philharmonic photography physiotherapy pictures pizza plan planning plantations plastics
    playgroup plumbing port practice pre-school preparatory presbyterian preschool press primary
    print printers printing prison processing produce producers production productions products
    professional program project projects promotions properties property pub public publications
    publishers publishing pubs qld quarry queensland racing radio railway ranch realty
    receivable recreation recruitment recycling refrigeration regional registry reit relief
    removals renewable rental rentals repairs republican research resident residents resort
    resource resources restaurant restaurants retail retirement retreat road roofing rotary
    rovers royal rsl rugby rural safety sailing sales salon school schools science sciences
    scout scouts secondary securities security self semiconductor series service services
    settlement shelter shipping shire shop shopping shops smash social societies society
    software solar solicitors solutions sons south southern specialists sport sports square
    state station steel storage store stores strata street studio studios super superannuation
    supermarket supplies supply support supporters surf surgery surveyors swimming synagogue
    syndicate system systems tavern taxi tech technical technologies technology telecom
    telecommunications television tennis textiles theatre theatres therapeutics tiling timber
    tobacco tools tourism tours towing town toys tractors trade traders trades trading training
    transit transport transportation travel trees trucking trucks trust trustee trustees trusts
    tutoring tyres union united university urban valley vehicles ventures veterans veterinary
    video village villages vineyard vineyards vision vocational volunteer volunteers warehouse
    waste water wealth web welfare western wholesale wholesalers wildlife winery wines witnesses
    women women's womens woodworking workers works workshop world yacht yard ymca youth zoo
    """
)
"""Words that make a name the name of an organisation."""

TITLES = _words(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend fr hon judge justice capt
    captain major colonel sgt cr senator madam master archdeacon bishop rabbi sister
    """
)
AFTER_NAMES = _words(
    "jr sr ii iii iv phd md mp mbe obe cbe am ao oam esq qc kc dds jp cpa mba bsc ma msc"
)
PARTICLES = _words(
    "al ap ben bin binti d da das de del della den der di dos du el ibn la le las los mac mc te "
    "ter van vander von vom y zu"
)
LINKING_WORDS = _words("of for the in at on by with to from st saint ngā nga our")
"""Words that join the parts of an organisation's name, seldom of a person's."""
