"""Given names and what people call their bearers: Bill is a William."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_CALLED = """
aaron ron ronnie erin; abdulkadir abdelkader; abdullah abdallah abdulla abdoulaye; abdulrahman
abdelrahman abdurrahman abdirahman abderrahmane; abhishek abhi; abigail abby abbie gail abi;
abraham abe abram avi ibrahim bram avraham; adalbert wojciech wojtek vojtech bela; adam ad edom;
adelaide addie ada della heidi adele; adeline addie ada; aditya adi; adrian ade adriano hadrian;
agnes aggie nessie nancy agnese agnieszka aga; ahmed ahmad ahmet achmed; aisha ayesha aysha aicha;
albert al bert bertie alberto albrecht elbert allie; alberto beto; alexander alex al sandy alec
alick xander sasha alexandre alejandro aleksandr alessandro eck zander aleksander alexandros
oleksandr sandor sandro lex ale; alexandra alex sandra sandy lexi sasha alexa alexis alessandra
alejandra aleksandra ola; alexei aleksey alexey alexej aleksei oleksii alyosha alex; alfred al alf
alfie fred freddie alfredo avery; ali aly; alice ali alicia elsie allie alyce alix; alison ali
allison ally alyson; alistair al alasdair alastair alister alec; allan alan allen al alun; aloysius
alois; alphonse al alfonso alphonso alfonse; alvin al; amanda mandy manda; ambrose brose; amelia
amy millie emily mia amalia emelia; amir ameer; anastasios tasos; anatoly tolya anatoliy anatolii;
andrea andie drea andy; andrew andy drew andreas andre andrei andrey andrzej andres anders andrea
andries ondrej andriy andrej andrii andras antti andi andris; angela angie angelina angel angelika
geli; angus gus aonghas; ann anne anna annie nan nancy anita hannah anya hanna ana nina annette
anouk annika anja anka ania aine chana; annabel anna bella belle annabelle; anthony tony ant anton
antonio antony antoine antonios toni antoni nino ton toon teun antonius tonino tono; antonia toni
tonia antoinette nettie; archibald archie arch baldie; arnold arnie arno; arthur art artie arturo
artur; athanasios thanasis tom; augustine augie agustin stijn; augustus gus august augustine
augusto austin gustus augie; barbara barb babs barbie bobbie babette basia; barnabas barney barnaby
barnard bernard; barry baz bazza barrie finbar; bartholomew bart barty bartolomeo meo bat; basil
vasily vasyl vasiliy vasilis vassili vasilios vasileios; beatrice bea trixie bee beatrix
beatriz; benedict ben benny benedetto benito bento; benjamin ben benny benji benj binyamin;
bernadette bernie detta; bernard bernie bern barney bernardo bernhard bernd berndt bernt; bertram
bert bertie; bethany beth; beverley bev beverly; bjorn bjarne; bo bosse; bogdan bohdan; boris
borya; bradley brad; brandon bran brand; brenda bren; brendan bren brandon; brenton brent; brian
bryan bri bryant ryan; brianna breanna briana; bridget bridie biddy brigid brigitte birgit birgitta
britta gitta brita brid; broderick brody; bronwyn bron; bruce brucie; caleb cal; calvin cal;
cameron cam; camille cami camilla milly millie; candace candy candice; carl karl carlo carlos
charles; carla karla; carol caroline carrie carole lyn carolyn carolina karoline caro lena;
caroline carol carrie caro lina lynn carolyn carline; casimir kazimierz kazik; casper caspar gaspar
jasper kaspar; cassandra cass cassie sandra; catherine cathy kate katie cath kit kitty cat
katherine kathryn katharine kath kathy katy catharine catrin kay trina catherina katarina ekaterina
katerina caterina catalina karen katrina catriona kathleen kathie kathe katya katia kasia katarzyna
yekaterina catarina kati katalin caitlin rina trine aikaterini; cecil cec; cecilia cissy celia
cecily sheila cecelia; chandrasekhar shekhar chandra; charles charlie chuck chas chaz carl carlos
charley chip karl carlo charly chick karel karoly; charlotte charlie lottie char lotte carlotta
charlott tottie; cheryl cher sheryl; chester chet; christian chris kit kristian cristian christiaan
krister christer; christina chris tina chrissie christine kristina cristina kirsten chrissy kristin
krista christa kirstin kerstin stina kristiina; christine chris tina chrissie christina kristine
chrissy kris; christopher chris kit topher cristopher kris christoph christophe cristobal
kristoffer krzysztof christoffer christos; clara claire clare clair klara; clarence clarrie clare;
clayton clay; clement clem; clifford cliff; clifton cliff; clinton clint; clytus cy; concepcion
concha conchita; connor conor; conrad con konrad kurt; constance connie constanza; constantine con
costa costas kostas konstantin konstantinos constantin kostya gus; consuelo chelo; cordelia delia;
cornelius neil con corny connie cornelis kees cees cor; courtney court; craig; curtis curt;
cuthbert bert cuddy; cynthia cindy cyndi; cyril cy kirill kyrylo kiril; cyrus cy; damian damien
damo; daniel dan danny dannie danilo daniele dani danyal donal danylo daniil; danielle dani
daniela; daria darya dasha dariya; darren daz darryl; david dave davey davy dai dov davide davis
dewi dawid dafydd dudi dovid; dean; deborah deb debbie debra deborrah debora debby; deepak dipak;
deirdre dee; delilah lila delia; denis den denny dennis denys dion; derek del deric derrick dirk;
dermot diarmuid; desmond des desi; diane di diana dianne dyan diann; dietrich dieter dirk; dilip
dileep; dmitri dmitry dmitriy dimitri dima dimitrios dimitris dmytro mitya jim; dolores lola;
dominic dom nic dominick domenico dominik domingo nick mimmo domenic; donald don donny donnie
donal; dora theodora dorothy dory; dorothy dot dotty dolly dora dorothea dottie thea dorothee
dolores; douglas doug dougie duggie; duncan dunc; dwight; ebenezer eben eb; edgar ed eddie ned;
edith edie ede edyth; edmund ed eddie ned ted eddy edmond edmundo eamon eamonn; edward ed eddie ted
teddy ned eddy ward eduard eduardo edouard edvard edoardo teddie eamon eamonn lalo edu; edwin ed
eddie ned edwyn; eileen ellen aileen eilleen; eleanor ellie nell nora ellen elinor lenora nellie
eleanora leonora ella elle eleonora elena lena; eli elijah elias lee ely; elijah ilya lije eliyahu
eli; elizabeth liz beth betty lizzie eliza elsie libby bess betsy bessie lisa elisabeth elspeth
bette lisbeth isabel lily elisa elise liza tetty lillie isabella liddy lizabeth lisette ilse lis
babette elspet betsey bessy erzsebet elzbieta lisbet liesbeth elsa bettina elisabet lisl; ellen
nell nellie helen eleanor nelly ella; elmer elm; elvira elvie; emanuel manny manuel emmanuel manu
immanuel manne manos manolis manolo; emeline emmy; emily em emmie milly emma millie emilie emilia;
emma em emmy emily; ephraim eph; eric rick ricky erik erich; ernest ernie ernst ernesto; esther
essie hester hettie esta; ethel; eugene gene eugen evgeny yevgeny eugenio yevgeni evgeni evgeniy
yevgeniy yevhen zhenya eugeniusz eoghan; eunice; eva eve evie ava evita ewa aoife; evan ev ewan
owen; evangelos vangelis angelo; evelyn evie eve lyn eveline; ezekiel zeke ez; ezra; fabian fabio;
faisal faysal feisal; faith fay; fatima fatma fatimah fatemeh; felicity fliss flick lissy; felix;
ferdinand ferdy fernando fern nando fer; finn fionn; fionnuala nuala; florence flo flora florrie
flossie; florian flo; frances fran fanny frankie francie francesca francine frannie sis francoise
franziska francisca franca paca paquita; francis frank fran frankie francesco francisco franco
franz francois frans paco pancho franciszek frantisek ferenc kiko chico franciscus ciccio curro;
franklin frank; frederica freda freddie frieda; frederick fred freddie freddy rick fritz frederic
frederik fredrick friedrich federico eric frederico fredric fredrik frits fredi; gabriel gabe
gabby; gabrielle gabby gaby gabriella gabriela; gail abigail gayle; galina galya halyna; gareth
gary gaz; gary gaz garry garrett; gavin gav; gemma gem; genevieve gen ginette; gennady gena
gennadiy; geoffrey geoff jeff jeffrey jeffery jeffry godfrey geoffry gottfried; george georgie geo
jorge georg georgy giorgio georges jerzy jurgen georgios yuri dod jorgen joris jordi yuriy yury
georgiy giorgos gyorgy yrjo jorg egor yegor iurii jiri juri; georgina georgie gina georgia
georgiana; gerald gerry jerry ger gerard gerhard geraldo gerold gerallt; geraldine gerry geri;
gerard gerry ger jerry gerald gerhard gerardo gerrit gert gearoid geert gerardus lalo; gerhard gerd
gert; gertrude gertie trudy trudie gert trude; gilbert gil bert gilberto; giles gil gilles; gillian
gill jill jillian; giovanni gianni john gio; giuseppe joseph joe beppe peppe; gloria glo; gordon
gord don gordie; grace gracie grainne; graciela chela; graham gray graeme grahame; gregory greg
gregor gregg grigory gregorio grzegorz grigoris grisha; griffith griff; guadalupe lupe lupita;
guillermo memo william; gustav gus gustave gustavo gosta gustaf kustaa; guy guido; gwendolyn gwen
wendy gwenda gwendoline gwenllian; haakon hakan hakon; hamid hameed; hannah anna nan hanna hana;
hans johannes johan; harold harry hal harald; harriet hattie harry hetty harriett henrietta hatty
harriette; harrison harry; harvey harv; hassan hasan hassen; hayley haylee hailey haley; hazel;
heather; hector; helen nell ellen nellie helena elena lena helene ellie eleni elaine nelly eileen
ilona jelena yelena olena alena eilidh aliona; henrietta hettie etta harriet retta henriette hetty;
henry harry hal hank henri enrique heinrich enrico henk henrik hendrik henryk heinz harri hinrich
heini heikki hendrick quique kike; herbert herb bert bertie herbie heriberto; herman hermann
armand; hermione; hester hetty esther; hieronymus geronimo jeronimo jerome; hilary hil hillary;
hilda; hildegard hilde; horace horry horatio; howard howie howell; hubert bert hugh huub hubertus
humberto; hugh hughie hugo hew huw hughes; humberto beto; humphrey humph; hussein husain hussain
husayn hossein hosein husein hossain huseyin; hyman chaim haim; ian iain ean john; ibrahim ebrahim
brahim; ida; ignatius iggy ignacio ignaz nacho inigo; igor ihor; ilya ilia illia iliya; imogen
immy; inez agnes ines; ingrid inga; irene rene rena irena irina iryna ira; isaac ike zac isaak izzy
itzhak yitzhak yitzchak; isabel bel izzy bella isobel isabella belle isabelle ishbel isa elizabeth
ysabel chabela; isabelle izzy; isidore izzy isidro; ismail ismael ismaeel esmail ishmael; israel
izzy; ivan john vanya iwan; jack john jackie jock; jackson jack; jacob jake jack jacobus jakob coby
james jacques yakov jacopo yaakov jaap jakub yaqub jakov kuba koos kobus; jacqueline jackie jacqui
jacquelyn jaclyn; jamal gamal djamal; james jim jimmy jamie jem jimmie jimi jas jacob diego jaime
giacomo seamus hamish jago iago santiago jaimie shay jaume; jane janey jenny janie jean janet jayne
jeanne joanna jan jennie sheena joan siobhan sinead; janet jan jane jenny janette netty jessie
jeanette; janice jan janis; jasmine jas jazz yasmin; jason jase jay; javed javaid jawed; jayden
jaden; jean jeanie jeannie jeanne jane joan; jeffrey jeff geoff geoffrey jeffery jeffry; jemima jem
mima; jennifer jen jenny jenni jenna jennie jenifer guinevere; jeremiah jerry jeremy jem; jeremy
jem jez jerry jeremiah; jerome jerry; jesse jess; jessica jess jessie; jesus chucho; jill gill
jillian; joachim jochen achim joaquin gioacchino; joan joanie jo joanna johanna joann siobhan;
joanna jo anna joanne johanna joann hanna hanne zhanna jana; joanne jo joanna joann johanne;
jocelyn jos joss; joel; john jack johnny jon johnnie jock jackie ian sean ivan juan jean johann
hans johan giovanni jonny evan joao johannes shaun jhon iain shane yohannes jono sion janne janos
jens ioan ion ioannis yannis yiannis giannis jovan juhani juha jukka jouni eoin ieuan ifan hannes
gian vanni; jonathan jon john jonny jonathon nathan jono johnathan jonty; jordan jordy; joseph
joe joey jo jos jose josef giuseppe yusuf jozef josephus yosef pepe josh youssef josip jozsef iosif
sepp yousef yusef yussef pino yossi; josephine jo josie fifi josephina josefina jody pepa josefa
giuseppina pina; joshua josh jos joss; joyce; juan john juancho; judah yehuda; judith judy judi
jude juditha; julia jules julie juliet giulia julianna juliana yulia yuliya iuliia; julian jules
julius jule; julie jules julia julianne; juliet julie jules juliette; julius jules julian julio;
justin jus justyn justino; justine; kaitlyn caitlin katelyn; karen kaz kari karin caren; karim
kareem; karl kalle; katherine kate kathy katie kath kit kitty kay catherine kathryn katharine katy
kathie trina katja katinka katya katia kasia katarzyna yekaterina catarina kati katalin caitlin
rina trine; kathleen kath kathy katie kay cathleen kate katy; keith; kelly kel kelli; kenneth ken
kenny kent; kerry kez; kevin kev kevan; khadija khadijah; khalid khaled; kimberley kim kimberly;
kirsten kirsty kirstie; knut knud canute; konrad kurt; krishna krishnan kris; kristen kris kristin
kirsten; kuldeep kuldip; kurt curt konrad; lachlan lachie lock; ladislaus laszlo laci ladislav;
lakshmi laxmi; larisa lara; lars lasse; laura laurie lori lauren larry loretta laurette; lawrence
larry laurie lon laurence lorenzo loren lorne laurent lars lauri lorenz lasse lorcan renzo enzo;
layla leila laila leyla; leah lee; lena helena magdalena; leo leon lee leopold lev; leonard len
lenny leo leon lennie leonardo leonhard lennart leendert nardo; leonid lenya leo; leopold leo
leopoldo polo; leroy lee roy; leslie les lesley; lester les; letitia lettie tish letty laetitia;
lewis lew louis louie lou ludwig luis luigi lajos ludvig ludovic lutz lodewyk; lillian lil lily
lilly lilian liliana; lincoln linc; linda lin lindy lyn lynda lynn; lindsay linds lindsey lin
lindy; lloyd loyd; lorraine lori raine rainey lorrain; louis lou lewis louie luis luigi ludwig
lodewijk lajos ludvig ludovic lucho gigi luiz; louisa lou louie louise luisa lulu; louise lou lulu
louisa luise eloise; lucas luke luca luc lukas; lucille lucy lou lucie; lucinda lucy cindy lou;
lucretia creasy; lucy lou luce lucie lucia lucinda luz; ludmila lyudmila lyuda ludmilla; luke lucas
luc luca lukasz; luther; lydia liddy lyddie; lynette lyn lynn lynne linette; mabel may mab amabel;
madeleine maddie mad maddy madeline madge magdalene lena madelyn; madison maddie; magdalena lena
magda maddie; magnus mans; mahendra mahinder; mahmoud mahmud mahmood mehmood; makenzie mackenzie
kenzie; malcolm mal malc callum calum; manfred manni; manjit manjeet; manuel manolo manu; marc mark
marcus marco marcos marek; marcella marcy ella; marcia marcy marsha; margaret maggie meg peggy
marge margie greta rita madge peg daisy margot meggie mags marguerite margo maisie margery marjorie
gretchen margarita mairead margaretta greet margit megan peggie margret meta pearl maggy malgorzata
gosia margarethe margarete grete gretel margareta peigi; maria mary mia marie ria mariah; marian
mary marion marianne maryann; marie mary maria mimi; marilyn lyn marylyn marylin; marjorie marge
margie marj margery; mark marc marcus markus marco; marshall marsh; martha marty mattie patty marta
marthe; martin marty mart martyn martijn marten martino marcin martti marton; marvin marv mervyn;
mary molly polly may maria marie mamie moll mae minnie miriam maura mollie maureen moira marian
maisie mame maire mair mitzi mariam maryam marija mariya masha marika marijke mieke mairi mari
mariana; mathilda tilly matilda tillie mattie maud; matthew matt mat matty mathew matthias mateo
matteo matthieu matteus mats thijs mattias maciej matti matej matyas mateusz mattia matvey mathieu;
matthias matt mathias; maud matilda maude maudie; maureen mo maura moreen; maurice morry moss
morris maury mauricio moritz mo; maxim maks max maksim maksym; maximilian max maxim massimo maxwell
massimiliano maxi; maximus max; maxwell max; megan meg margaret; melanie mel lanie; melinda mel
mindy lindy; melissa mel lissa missy; melvin mel melvyn; mercedes mercy meche merche; meredith
merry; mervyn merv mervin; michael mike mick micky mickey mikey mitch michel miguel mikhail misha
mischa michele michal mikael mihail mich micheal mikhael mickael mikko mihaly mihai mikkel michiel
michi michail mykhailo miquel micha; michelle shell shelly chelle mich michele micheline; mildred
milly millie; milton milt; minerva minnie; miranda mandy randy; miriam mary mim mitzi; miroslav
mirek; mitchell mitch; mohammed mohamed muhammad mohammad mo muhammed mohd mehmet mohamad muhamad
mehmed magomed md mohammod mamadou; mollie molly; monica mon monika; montague monty; mordecai
mordechai; morgan; morris maurice moe morry; moses moe mo moss moshe; murdoch murdo; muriel;
murray; mustafa mostafa moustafa mustapha moustapha; myra mira; nadezhda nadia nadya; nancy nan ann
nance anne; narendra narinder; nasser naser nasir; natalie nat nattie natalia natasha tasha natalya
nataliya nathalie nataliia; natasha tash tasha nat natalia; nathan nat nate nathaniel; nathaniel
nat nate nathan nathanael; naveed navid; neil neal niall nigel neill cornelius; nellie ellen helen
eleanor nell; neville nev; nicholas nick nicky nico nicolas klaus nik nikolas claus nicolaus
nikolai nic mikolaj colin nicola nikolay nikos cole niels kolya mykola mikola nicolae miklos
nikolaos nikolaus; nicola nicky nic nikki; nicole nicky nikki nic nicki nicolette; nigel nige; nils
nisse niels; noah; noel; noor nour nur; nora eleanor norah honora leonora; norma; norman norm
norrie; octavia tavy; oksana ksenia xenia; olaf olof olle ole olav oluf; oleg oleh; olga olya;
olive olivia livvy nollie; oliver ollie noll olly olivier; olivia liv livvy olive ollie; omar umar
omer; orlando roland; oscar ozzie oskar ossie; osman uthman usman othman ousmane; oswald ozzie oz
waldo osvaldo oswaldo; otto; owen ewan evan owain; pamela pam pammy; patience pat; patricia pat
patsy tricia trish patty patti trisha patrice paddy; patrick pat paddy rick padraig patrik patrice
patricio; paul paulie pablo paolo pavel paulo pauly pal pol pawel paulus pasha pavlo; paula pauline
paulette; pauline paula polly; pearl; penelope penny pen; percival percy; perry peregrine; peter
pete pedro pierre piet pietro petr piotr pyotr pieter peder petros petter petya petro petar petri
pekka per pelle petrus piero panagiotis panos par; petra; philip phil pip phillip philippe felipe
filippo philipp flip pippo; philippa pip pippa phil; phoebe; phyllis phyl; pradeep pradip;
priscilla cilla pris prissy; prudence prue; quentin quent quinton; rachel rach rae rachael ray
rachelle raquel; rafael rafa; rahim raheem; rajendra raj rajinder rajender; rajesh raj; ralph rafe
ralf raoul raul rolf; ramachandran ram; ramon ray raymond moncho; randall randy randolph; randolph
randy rand dolph randall; raphael rafe rafael raffaele ralph rafa lello; rashid rasheed rachid;
ravi ravindra ravinder; raymond ray raimondo ramon; rebecca becky becca bec beck rebekah reba
rivka; reginald reg reggie rex reynold reinhold; reinhard reiner rainer; reuben rube ben ruben;
rhoda; rhonda ron; rhys reese rees; ricardo rico; richard rick dick rich richie ricky rickie
ricardo riccardo dickie dicky ritchie hick ric rickey rico; robert bob rob bobby robbie bert robin
roberto rupert bobbie robby dob robb beto; roberta bobbie robbie berta; robin rob robyn; robyn rob
robin; roderick rod roddy rory rick rodrigo rodri ruairi; rodney rod roddy; roger rodge rog hodge
ruggero rodger; roland rollo rolly orlando rolland rowland roly; roman roma; ronald ron ronnie
ronny ronaldo; rosalind ros roz rosie rosalyn linda; rosamund ros roz rosamond; rosario charo; rose
rosie rosa rosy rosina roisin; rosemary rose rosie ro romy mary rosemarie; ross; roxanne roxy; roy
leroy; rudolph rudy rolf rudolf rodolfo dolph; rufus; rupert robert; russell russ rusty russel;
ruth ruthie; ryan; sabrina; said saeed saeid; saleh salih; sally sal sarah sallie; salvador sal
salvatore sam turi chava toto; samantha sam sammy; samir sameer; samuel sam sammy samuele shmuel;
sandeep sandip; sandra sandy alexandra sandi sandie; santiago santi; sarah sally sadie sara sal
zara sallie sarai; scott scotty; sean shaun shawn john; sebastian seb bas basti bastian seba wastl;
selina lena celina selena; sergei sergey serhiy serge sergej serhii sergio seryozha; seymour;
shannon; sharon shaz shari sharron; sheila cecilia shelagh; shirley shirl; siddharth sid; sidney
sid syd sydney; siegfried sigi siggi; silas sil silvanus; simon si simeon sy szymon simone semyon
semen; solomon sol solly sal shlomo suleiman; sophia sophie sofia sofie fifi zofia; sophie sophia;
spyridon spiros spyros; srinivas srini sreenivas; stanley stan stanislaw stanislaus stas stanislav;
stella estelle estella; stephanie steph stef stefanie steffi stephany stefania; stephen steve
steven stevie steph stefan stephan esteban etienne stefano ste istvan stephanus szczepan stevan
stefanos stephane stavros steffen stepan; stewart stu stuart stew; stuart stu stewart; subramanian
subbu mani; suleiman sulaiman soliman sulayman suleyman; surendra surinder; susan sue susie suzy
sukey susanna suzanne susannah suse susanne susana zuzana susi sanne; suzanne sue susan suzie suzy
susanne suzi susannah; sven svante svein svend; svetlana sveta svitlana lana; syed sayed sayyid
seyed sayyed; sylvester sly; sylvia syl sylvie silvia; tabitha tabby; tahlia talia; tamara tammy
tamar; tariq tarek tarik; tatiana tanya tania tatyana tetiana tatjana tanja; terence terry tel
terrence terrance; teresa terry tess tessa theresa tracy therese tessie terri teresita tereza tere;
terry terence teresa; thaddeus tad thad tadeusz tadhg teige; theodore ted teddy theo fyodor teodor
theodor teodoro fedor tudor dora theodorus theodoros; theresa terry tess teresa therese tessa terri
theresia resi teresia; thomas tom tommy thom tomas tam tommaso thos tomasz tomo tommie tamas
toomas; timothy tim timmy timothee timo tadhg; tobias toby tobiah; todd; tracey tracy trace; travis
trav; trevor trev; tristan tris; tyler ty; tyrone ty; ulrich uli ulli; ulrike uli; ursula ulla
uschi ursel; valentina valya tina; valentine val valentino; valerie val valeria; valery valeriy
valera valerii; vanessa nessa ness van; venkatesh venkat venkata; vera; vernon vern; veronica ron
ronnie vera ronni veronika veronique vero; victor vic viktor vittorio vick; victoria vicky vic tori
vikki vicki vickie tory viktoria vita; vikram vik; vincent vince vin vinny vincenzo vicente vinnie
chente; viola vi; violet vi; virginia ginny ginger virgie gina; vitaly vitaliy vitalii vitali;
vivian viv vivienne vivien; vladimir vlad volodymyr volodya wladimir uladzimir vova wlodzimierz
waldemar; vladislav vlad wladyslaw; vyacheslav slava viacheslav; wallace wally wal; walter walt
wally wat wal gualterio watty; warren wazza; wayne; wenceslas vaclav; wendy gwendolyn; wesley wes;
wilbur will; wilfred wilf will fred wilfrid freddie; wilhelmina mina minnie willa billie wilma elma
minna; william bill will billy willie wm liam willy guillermo wilhelm willem guillaume guglielmo
bil gwilym vilhelm billie vasily wille willi wim pim wilhelmus dub guille; winifred win winnie
freddie winny freda; winston win winnie; wolfgang wolf; xavier xav javier javi; yahya yahia yehia;
yaroslav jaroslav jarek; yasmin yasmine yasmeen jasmine; younis yunus younes yunis; yusuf yousef
youssef yusef yousuf yussuf youssouf; yvette evie; yvonne eve vonnie ivonne; zachariah zakariah
zakaria zacharias; zachary zach zac zack zak zachariah zeke zacharias zechariah; zainab zeinab
zaynab zineb; zbigniew zbyszek; zebulon zeb zebby; zoe zoey
"""


def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _CALLED.split(";"):
        formal, *called = line.split()
        for name in (formal, *called):
            found.setdefault(name, set()).add(formal)
    return {name: frozenset(formals) for name, formals in found.items()}


GIVEN_NAMES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(_classes())
"""For each given name, in plain letters, the formal names that its bearers may have."""


def same_given(asked: str, other: str) -> bool:
    """Whether one person may go by both names: Bill and William, Liz and Beth."""
    asked_for, known = GIVEN_NAMES.get(asked), GIVEN_NAMES.get(other)
    return bool(asked_for and known and not asked_for.isdisjoint(known))
