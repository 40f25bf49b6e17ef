"""Given names and what people call their bearers: Bill is a William."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_CALLED = """
aaron ron ronnie erin; abigail abby abbie gail abi; abraham abe abram avi ibrahim bram; adam ad
edom; adelaide addie ada della heidi adele; adeline addie ada; adrian ade adriano hadrian; agnes
aggie nessie nancy agnese; albert al bert bertie alberto albrecht elbert; alexander alex al sandy
alec alick xander sasha alexandre alejandro aleksandr alessandro eck zander aleksander alexandros
oleksandr; alexandra alex sandra sandy lexi sasha alexa alexis alessandra alejandra aleksandra;
alfred al alf alfie fred freddie alfredo avery; alice ali alicia elsie allie alyce alix; alison ali
allison ally alyson; allan alan allen al alun; alphonse al alfonso alphonso alfonse; alvin al;
amanda mandy manda; ambrose brose; amelia amy millie emily mia amalia emelia; andrea andie drea
andy; andrew andy drew andreas andre andrei andrey andrzej andres anders andrea andries ondrej
andriy; angela angie angelina angel; ann anne anna annie nan nancy anita hannah anya hanna ana nina
annette anouk annika; annabel anna bella belle annabelle; anthony tony ant anton antonio antony
antoine antonios toni antoni nino; antonia toni tonia antoinette nettie; archibald archie arch
baldie; arnold arnie arno; arthur art artie arturo artur; augustus gus august augustine augusto
austin gustus; barbara barb babs barbie bobbie babette; barnabas barney barnaby barnard bernard;
barry baz bazza barrie finbar; bartholomew bart barty bartolomeo; beatrice bea trixie bee beatrix
beatriz; benedict ben benny benedetto; benjamin ben benny benji benj binyamin; bernadette bernie
detta; bernard bernie bern barney bernardo bernhard; bertram bert bertie; bethany beth; beverley
bev beverly; bradley brad; brandon bran brand; brenda bren; brendan bren brandon; brian bryan bri
bryant ryan; bridget bridie biddy bridie brigid brigitte birgit; bronwyn bron; bruce brucie; calvin
cal; cameron cam; camille cami camilla milly millie; candace candy candice; carl karl carlo carlos
charles; carla karla; carol caroline carrie carole lyn carolyn carolina karoline caro lena;
caroline carol carrie caro lina lynn carolyn carline; casper caspar gaspar jasper kaspar; cassandra
cass cassie sandra; catherine cathy kate katie cath kit kitty cat katherine kathryn katharine kath
kathy katy catharine catrin kay trina catherina katarina ekaterina katerina caterina catalina karen
katrina catriona kathleen kathie kathe; cecil cec; cecilia cissy celia cecily sheila cecelia;
charles charlie chuck chas chaz carl carlos charley chip karl carlo charly; charlotte charlie
lottie char lotte carlotta charlott tottie; cheryl cher sheryl; chester chet; christian chris kit
kristian cristian christiaan; christina chris tina chrissie christine kristina cristina kirsten
chrissy kristin krista christa kirstin kerstin; christine chris tina chrissie christina kristine
chrissy kris; christopher chris kit topher cristopher kris christoph christophe cristobal
kristoffer krzysztof christoffer; clara claire clare clair klara; clarence clarrie clare; clement
clem; clifford cliff; clinton clint; clayton clay; constance connie constanza; cordelia delia;
cornelius neil con corny connie cornelis; courtney court; craig; curtis curt; cuthbert bert cuddy;
cynthia cindy cyndi; cyril cy; daniel dan danny dannie danilo daniele dani danyal; danielle dani
daniela; darren daz darryl; david dave davey davy dai dov davide davis dewi dawid dafydd; dean;
deborah deb debbie debra deborrah debora debby; delilah lila delia; denis den denny dennis denys
dion; derek del deric derrick dirk; desmond des desi; diane di diana dianne dyan diann; dominic dom
nic dominick domenico dominik domingo nick; donald don donny donnie; dora theodora dorothy dory;
dorothy dot dotty dolly dora dorothea dottie thea dorothee dolores; douglas doug dougie duggie;
duncan dunc; dwight; ebenezer eben eb; edgar ed eddie ned; edith edie ede edyth; edmund ed eddie
ned ted eddy edmond edmundo; edward ed eddie ted teddy ned eddy ward eduard eduardo edouard edvard
edoardo teddie; edwin ed eddie ned edwyn; eileen ellen aileen eilleen; eleanor ellie nell nora
ellen elinor lenora nellie eleanora leonora ella elle eleonora elena lena; eli elijah elias lee
ely; elizabeth liz beth betty lizzie eliza elsie libby bess betsy bessie lisa elisabeth elspeth
bette lisbeth isabel lily elisa elise liza tetty lillie isabella liddy lizabeth lisette ilse lis
babette; ellen nell nellie helen eleanor nelly ella; elmer elm; elvira elvie; emanuel manny manuel
emmanuel manu immanuel; emily em emmie milly emma millie emilie emilia; emma em emmy emily; emeline
emmy; eric rick ricky erik erich; ernest ernie ernst ernesto; esther essie hester hettie esta;
ethel; eugene gene eugen evgeny yevgeny eugenio; eunice; eva eve evie ava evita; evan ev ewan owen;
evelyn evie eve lyn eveline; ezekiel zeke ez; ezra; faith fay; felicity fliss flick lissy; felix;
ferdinand ferdy fernando fern; florence flo flora florrie flossie; frances fran fanny frankie
francie francesca francine frannie sis francoise franziska francisca; francis frank fran frankie
francesco francisco franco franz francois frans paco pancho franciszek; franklin frank; frederick
fred freddie freddy rick fritz frederic frederik fredrick friedrich federico eric frederico fredric
fredrik; frederica freda freddie frieda; gabriel gabe gabby; gabrielle gabby gaby gabriella
gabriela; gail abigail gayle; gareth gary gaz; gary gaz garry garrett; gavin gav; gemma gem;
geoffrey geoff jeff jeffrey jeffery jeffry godfrey geoffry gottfried; george georgie geo jorge
georg georgy giorgio georges jerzy jurgen georgios yuri dod; georgina georgie gina georgia
georgiana; gerald gerry jerry ger gerard gerhard geraldo gerold; geraldine gerry geri; gerard gerry
ger jerry gerald gerhard gerardo gerrit gert; gertrude gertie trudy trudie gert trude; gilbert gil
bert gilberto; gillian gill jill jillian; giovanni gianni john gio; giuseppe joseph joe beppe
peppe; gloria glo; gordon gord don gordie; grace gracie; graham gray graeme grahame; gregory greg
gregor gregg grigory gregorio grzegorz; griffith griff; guillermo memo william; gustav gus gustave
gustavo; guy guido; gwendolyn gwen wendy gwenda gwendoline gwenllian; hannah anna nan hanna hana;
hans johannes johan; harold harry hal harald; harriet hattie harry hetty harriett henrietta hatty
harriette; harrison harry; harvey harv; hazel; heather; hector; helen nell ellen nellie helena
elena lena helene ellie eleni elaine nelly eileen; henrietta hettie etta harriet retta henriette
hetty; henry harry hal hank henri enrique heinrich enrico henk henrik hendrik henryk heinz harri;
herbert herb bert bertie herbie heriberto; herman hermann armand; hermione; hester hetty esther;
hilary hil hillary; hilda; horace horry horatio; howard howie howell; hubert bert hugh; hugh hughie
hugo hew huw hughes; humphrey humph; ian iain ean john; ignatius iggy ignacio ignaz; ida; imogen
immy; inez agnes ines; irene rene rena irena irina; isaac ike zac isaak izzy itzhak yitzhak; isabel
bel izzy bella isobel isabella belle isabelle ishbel isa elizabeth ysabel; isidore izzy isidro;
ivan john vanya iwan; jack john jackie jock; jacob jake jack jacobus jakob coby james jacques yakov
jacopo yaakov; jacqueline jackie jacqui jacquelyn jaclyn; james jim jimmy jamie jem jimmie jimi jas
jacob diego jaime giacomo seamus hamish jago iago santiago jaimie shay; jane janey jenny janie jean
janet jayne jeanne joanna jan jennie sheena joan; janet jan jane jenny janette netty jessie
jeanette; janice jan janis; jason jase jay; jasmine jas jazz yasmin; jean jeanie jeannie jeanne
jane joan; jeffrey jeff geoff geoffrey jeffery jeffry; jemima jem mima; jennifer jen jenny jenni
jenna jennie jenifer guinevere; jeremiah jerry jeremy jem; jeremy jem jez jerry jeremiah; jerome
jerry; jessica jess jessie; jesse jess; jill gill jillian; joan joanie jo joanna johanna joann;
joanna jo anna joanne johanna jo joann; joanne jo joanna joann johanne; jocelyn jos joss; joel;
john jack johnny jon johnnie jock jackie ian sean ivan juan jean johann hans johan giovanni jonny
evan joao johannes shaun jhon iain shane yohannes jono sion; jonathan jon john jonny jonathon
nathan jono johnathan jonty; jordan jordy; joseph joe joey jo jos jose josef giuseppe yusuf jozef
josephus yosef pepe josh youssef; josephine jo josie fifi josephina josefina jody; joshua josh jos
joss; joyce; juan john; judith judy judi jude juditha; julia jules julie juliet giulia julianna
juliana; julian jules julius jule; julie jules julia julianne; juliet julie jules juliette; julius
jules julian julio; justin jus justyn; justine; karen kaz kari karin caren; katherine kate kathy
katie kath kit kitty kay catherine kathryn katharine katy kathie trina katja; kathleen kath kathy
katie kay cathleen kate katy; keith; kelly kel kelli; kenneth ken kenny kent; kerry kez; kevin kev
kevan; kimberley kim kimberly; kirsten kirsty kirstie; kristen kris kristin kirsten; kurt curt
konrad; lachlan lachie lock; laura laurie lori lauren larry loretta laurette; lawrence larry laurie
lon laurence lorenzo loren lorne laurent lars lauri; leah lee; lena helena magdalena; leo leon lee
leopold lev; leonard len lenny leo leon lennie leonardo leonhard; leopold leo; leroy lee roy;
leslie les lesley; lester les; letitia lettie tish letty laetitia; lewis lew louis louie lou ludwig
luis luigi; lillian lil lily lilly lilian liliana; lincoln linc; linda lin lindy lyn lynda lynn;
lindsay linds lindsey lin; lloyd loyd; lorraine lori raine rainey lorrain; louis lou lewis louie
luis luigi ludwig lodewijk; louisa lou louie louise luisa lulu; louise lou lulu louisa luise
eloise; lucas luke luca luc lukas; lucille lucy lou lucie; lucinda lucy cindy lou; lucy lou luce
lucie lucia lucinda luz; lucretia creasy; luke lucas luc luca lukasz; luther; lydia liddy lyddie;
lynette lyn lynn lynne linette; mabel may mab amabel; madeleine maddie mad maddy madeline madge
magdalene lena madelyn; magdalena lena magda maddie; malcolm mal malc; marc mark marcus marco
marcos marek; marcella marcy ella; marcia marcy marsha; margaret maggie meg peggy marge margie
greta rita madge peg daisy margot meggie mags marguerite margo maisie margery marjorie gretchen
margarita mairead margaretta greet margit megan peggie margret meta pearl maggy; maria mary mia
marie ria mariah; marian mary marion marianne maryann; marie mary maria mimi; marilyn lyn marylyn
marylin; marjorie marge margie marj margery; mark marc marcus markus marco; marshall marsh; martha
marty mattie patty marta marthe; martin marty mart martyn martijn marten martino marcin; marvin
marv mervyn; mary molly polly may maria marie mamie moll mae minnie miriam maura mollie maureen
moira marian maisie mame maire mair mitzi mariam maryam; mathilda tilly matilda tillie mattie maud;
matthew matt mat matty mathew matthias mateo matteo matthieu matteus mats thijs mattias maciej;
matthias matt mathias; maud matilda maude maudie; maureen mo maura moreen; maurice morry moss
morris maury mauricio moritz mo; maximilian max maxim massimo maxwell; maxwell max; megan meg
margaret; melanie mel lanie; melinda mel mindy lindy; melissa mel lissa missy; melvin mel melvyn;
mercedes mercy; meredith merry; mervyn merv mervin; michael mike mick micky mickey mikey mitch
michel miguel mikhail misha mischa michele michal mikael mihail mich micheal mikhael; michelle
shell shelly chelle mich michele micheline; mildred milly millie; milton milt; minerva minnie;
miranda mandy randy; miriam mary mim mitzi; mitchell mitch; mohammed mohamed muhammad mohammad mo
muhammed mohd mehmet mohamad; monica mon monika; montague monty; morgan; morris maurice moe morry;
moses moe mo moss moshe; muriel; murray; myra mira; nancy nan ann nance anne; natalie nat nattie
natalia natasha tasha; natasha tash tasha nat natalia; nathan nat nate nathaniel; nathaniel nat
nate nathan nathanael; neil neal niall nigel neill cornelius; nellie ellen helen eleanor nell;
neville nev; nicholas nick nicky nico nicolas klaus nik nikolas claus nicolaus nikolai nic mikolaj
colin nicola nikolay nikos cole niels; nicola nicky nic nikki; nicole nicky nikki nic nicki
nicolette; nigel nige; noah; noel; nora eleanor norah honora leonora; norman norm norrie; norma;
octavia tavy; olga; oliver ollie noll olly olivier; olive olivia livvy nollie; olivia liv livvy
olive ollie; orlando roland; oscar ozzie; oswald ozzie oz waldo; otto; owen ewan evan owain; pamela
pam pammy; patience pat; patricia pat patsy tricia trish patty patti trisha patrice paddy; patrick
pat paddy rick padraig patrik patrice patricio; paul paulie pablo paolo pavel paulo pauly pal pol
pawel paulus; paula pauline paulette; pauline paula polly; pearl; penelope penny pen; percival
percy; perry peregrine; peter pete pedro pierre piet pietro petr piotr pyotr pieter peder petros
petter; petra; philip phil pip phillip philippe felipe filippo philipp flip pippo; philippa pip
pippa phil; phoebe; phyllis phyl; priscilla cilla pris prissy; prudence prue; quentin quent
quinton; rachel rach rae rachael ray rachelle raquel; ralph rafe ralf raoul raul rolf; ramon ray
raymond; randall randy randolph; randolph randy rand dolph randall; raphael rafe rafael raffaele
ralph; raymond ray raimondo ramon; rebecca becky becca bec beck rebekah reba; reginald reg reggie
rex reynold reinhold; reuben rube ben ruben; rhoda; rhonda ron; richard rick dick rich richie ricky
rickie ricardo riccardo dickie dicky ritchie hick ric rickey; robert bob rob bobby robbie bert
robin roberto rupert bobbie robby rupert dob robb; roberta bobbie robbie berta; robin rob robyn;
robyn rob robin; roderick rod roddy rory rick rodrigo; rodney rod roddy; roger rodge rog hodge
ruggero rodger; roland rollo rolly orlando rolland rowland roly; ronald ron ronnie ronny ronaldo;
rosalind ros roz rosie rosalyn linda; rosamund ros roz rosamond; rose rosie rosa rosy rosina
roisin; rosemary rose rosie ro romy mary rosemarie; ross; roxanne roxy; roy leroy; rudolph rudy
rolf rudolf rodolfo dolph; rufus; rupert robert; russell russ rusty russel; ruth ruthie; ryan;
sabrina; sally sal sarah sallie; salvador sal salvatore sam turi; samantha sam sammy; samuel sam
sammy samuele shmuel; sandra sandy alexandra sandi sandie; sarah sally sadie sara sal zara sallie
sarai; scott scotty; sean shaun shawn john; sebastian seb bas basti bastian seba; selina lena
celina selena; seymour; shannon; sharon shaz shari sharron; sheila cecilia shelagh; shirley shirl;
sidney sid syd sydney; silas sil silvanus; simon si simeon sy szymon simone; solomon sol solly sal
shlomo suleiman; sophia sophie sofia sofie fifi zofia; sophie sophia; stanley stan stanislaw
stanislaus; stella estelle estella; stephanie steph stef stefanie steffi stephany stefania; stephen
steve steven stevie steph stefan stephan esteban etienne stefano ste istvan stephanus szczepan
stevan stefanos; stewart stu stuart stew; stuart stu stewart; susan sue susie suzy sukey susanna
suzanne susannah suse susanne susana zuzana; suzanne sue susan suzie suzy susanne suzi susannah;
sylvester sly; sylvia syl sylvie silvia; tabitha tabby; tamara tammy tamar; teresa terry tess tessa
theresa tracy therese tessie terri teresita tereza; terence terry tel terrence terrance; terry
terence teresa; thaddeus tad thad tadeusz; theodore ted teddy theo fyodor teodor theodor teodoro
fedor tudor dora; theresa terry tess teresa therese tessa terri; thomas tom tommy thom tomas tam
tommaso thos tomasz tomo tommie; timothy tim timmy timothee timo; tobias toby tobiah; todd; tracey
tracy trace; travis trav; trevor trev; tristan tris; tyler ty; ursula ulla; valentine val
valentino; valerie val valeria; vanessa nessa ness van; vera; vernon vern; veronica ron ronnie vera
ronni veronika; victor vic viktor vittorio vick; victoria vicky vic tori vikki vicki vickie tory
viktoria vita; vincent vince vin vinny vincenzo vicente vinnie; viola vi; violet vi; virginia ginny
ginger virgie gina; vivian viv vivienne vivien; vladimir vlad volodymyr volodya wladimir; wallace
wally wal; walter walt wally wat wal gualterio watty; warren wazza; wayne; wendy gwendolyn; wesley
wes; wilbur will; wilfred wilf will fred wilfrid freddie; wilhelmina mina minnie willa billie wilma
elma mina minna; william bill will billy willie wm liam willy guillermo wilhelm willem guillaume
guglielmo bil gwilym vilhelm billie vasily; winifred win winnie freddie winny freda; winston win
winnie; yvonne eve vonnie ivonne; yvette evie; zachary zach zac zack zak zachariah zeke zacharias
zechariah; zoe zoey; xavier xav javier
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
