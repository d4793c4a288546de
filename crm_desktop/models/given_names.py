"""Given names common in Russian, Lithuanian and English speech: they tell which word of a name is the given one.

Folded to lower case without marks (``fold``); only frequent names are worth listing, endings decide the rest.
"""

from __future__ import annotations

from functools import lru_cache

from crm_desktop.folding import fold

_RUSSIAN = """
александр алексей анатолий андрей антон аркадий арсений артем артур богдан борис вадим валентин валерий василий
виктор виталий владимир владислав всеволод вячеслав геннадий георгий герман глеб григорий давид даниил данила денис
дмитрий евгений егор иван игорь илья иннокентий иосиф кирилл константин лев леонид максим марат марк матвей михаил
назар никита николай олег павел петр родион роман руслан ростислав савелий святослав семен сергей станислав степан
тарас тимофей тимур федор филипп эдуард юрий яков ярослав ян рустам ильдар марсель ренат вениамин наум захар мирон
александра алена алиса алла альбина анастасия ангелина анжела анна антонина валентина валерия варвара василиса вера
вероника виктория галина дарья диана ева евгения екатерина елена елизавета жанна зинаида злата зоя инна ирина карина
кира клавдия кристина ксения лариса лидия лилия любовь людмила майя маргарита марина мария милана надежда наталья
наталия нина оксана олеся ольга полина раиса регина римма светлана серафима снежана софия софья таисия тамара татьяна
ульяна фаина эвелина элина эльвира эмма юлия яна ярослава гульнара алсу дарина саша маша лена катя наташа оля таня
иветта георгина станислава аглая ефим вальтер платон
"""
_LITHUANIAN = """
adomas albertas albinas aleksandras algimantas algirdas algis alvydas andrius antanas arnas arturas arunas arvydas
audrius aurimas benas bronius ceslovas dainius dalius danielius darius deividas domantas dominykas donatas edgaras
edvinas egidijus eimantas emilis erikas ernestas evaldas feliksas gediminas gintaras gintautas giedrius gytis haroldas
henrikas ignas jaunius jokubas jonas juozas julius jurgis justas justinas karolis kasparas kazimieras kestutis
kristijonas laimonas laurynas leonas linas
liudas liudvikas lukas mantas marijus marius martynas matas mindaugas mykolas modestas
nerijus osvaldas paulius petras povilas raimondas ramunas redas rimantas rimas rimvydas ricardas robertas rokas romas
romualdas rytis saulius sigitas simas simonas stasys svajunas tadas tautvydas titas tomas vaclovas vaidas vaidotas
valdas valdemaras valentinas vidas vidmantas viktoras vilius virginijus vincas vladas vygantas vytas vytautas vytenis
zigmas zilvinas zygimantas aiste agne agnes aldona alge algimante ana asta audra audrone ausra ausrine austeja birute
brigita dalia daina daiva danguole danute daiva diana dovile egle elena elze emilija erika evelina gabija gabriele
genovaite gintare giedre goda greta grazina ieva ilona indre inga ingrida irena irma jadvyga janina jolanta jolita
jovita judita julija jurate jurgita justina kamile karolina kotryna kristina laima laura lina liucija liuda loreta
lukrecija marija milda mirga modesta monika nijole neringa nida odeta ona patricija ramune rasa rasma raimonda regina
renata rima rimante rita roma ruta sandra saule sigita silvija simona skaiste sofija sonata stase stefanija svetlana
tatjana toma ugne urte vaida vaiva valentina valerija vanda vida vilma vilte violeta virginija viktorija vitalija
zita zivile zaneta
"""
_ENGLISH = """
aaron adam alan albert alex alexander alfred alice alison amanda amy andrea andrew angela ann anna anne anthony arthur
barbara ben benjamin bill bob brandon brian bruce carl carlos carol caroline catherine charles charlotte cheryl chris
christina christine christopher claire cynthia daniel david deborah debra dennis diana diane donald donna dorothy
douglas edward elizabeth emily emma eric eva evelyn frances francis francisco frank fred gary george gerald gloria
grace greg gregory hannah harold harry heather helen henry howard hugh jack jacob james jane janet jason jean jeffrey
jennifer jeremy jessica jim joan joe john jonathan jose joseph joshua joyce juan judith judy julia julie justin karen
kate katherine kathleen keith kelly kenneth kevin kim larry laura lauren laurence lawrence leo linda lisa louis lucy
margaret maria marie mark martin mary matthew megan melissa michael michelle mike nancy nathan nicholas nicole olivia
oscar pamela patricia patrick paul peter philip rachel ralph raymond rebecca richard robert roger ronald rose roy
russell ruth ryan samuel sandra sarah scott sean sharon sophie stephanie stephen steve steven stuart susan teresa
terry thomas tim timothy tom tony victor victoria vincent virginia walter wayne william willie
"""
_TRANSLITERATED = """
andrey aleksey aleksandr alexey alexei dmitry dmitri evgeny igor ivan konstantin maxim mikhail nikolay nikolai oleg
olga pavel sergey sergei svetlana tatiana tatyana natalia natalya nadezhda vladimir viktor vyacheslav yulia yuri ksenia
ekaterina irina galina lyudmila marina oksana anastasia
"""


_SURE = frozenset(fold(f"{_RUSSIAN} {_LITHUANIAN} {_TRANSLITERATED}").split())
_ALL = _SURE | frozenset(fold(_ENGLISH).split())


# Names repeat: a list of 200,000 people holds a few thousand different words.
@lru_cache(maxsize=1 << 15)
def is_given_name(word: str) -> bool:
    """Whether the word, in any letter case and with or without marks, is a common given name."""
    return fold(word).strip(".,") in _ALL


@lru_cache(maxsize=1 << 15)
def is_never_family(word: str) -> bool:
    """Whether the word is a given name only; English ones ('Scott', 'James') are family names as well."""
    return fold(word).strip(".,") in _SURE
