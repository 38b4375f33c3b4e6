"""Encodings: a text in any of them comes out as it went in, or is refused; never as another text."""
# ruff: noqa: E501  (texts stay on their line)

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from index import DocumentError
from index.limits import Limits
from index.loaders import LOADERS

WEST = "cp1252 iso8859-1 iso8859-15 mac-roman cp437 cp850 utf-8 utf-16-le utf-16-be"
EAST = "cp1250 iso8859-2 mac-latin2 cp852 utf-8 utf-16-le utf-16-be"
CYRILLIC = "cp1251 koi8-r koi8-u iso8859-5 cp866 mac-cyrillic utf-8 utf-16-le utf-16-be"
BALTIC = "cp1257 iso8859-13 iso8859-4 cp775 utf-8 utf-16-le utf-16-be"
# By language: its encodings, a long text of everyday words, and short ones.
TEXTS = {
    "English": (WEST, "The company’s “new” plan — it costs £40 a month — begins in June. The café in Zürich is open until six, "
        "and the résumé was sent on Monday. Nobody knows why the tenants did not pay the deposit.",
        "The fee is £40.|The café is open.|Ms Müller’s rent|It was a naïve plan, and it cost 40 dollars.|“Yes”, she said."),
    "French": (WEST, "Le loyer est de 480 euros par mois, payable à l’avance. La caution sera rendue après la remise des clés. "
        "Où se trouve la fenêtre ? Elle est brisée depuis l’été dernier, et le propriétaire refuse de la réparer.",
        "Le loyer est payé.|café au lait|À bientôt|Le château fut bâti en 1620.|Élève|La clé est là."),
    "German": (WEST, "Die Miete beträgt 480 Euro im Monat und ist im Voraus zu zahlen. Für Schäden haftet der Mieter. Die Größe der "
        "Wohnung überrascht die Bürger von Köln; sie müssen früh aufstehen. Das Haus gehört der Stadt.",
        "Die Miete beträgt 480 Euro.|Größe|Müller|Schöne Grüße aus Köln|Straße 5|Für Mieter"),
    "Spanish": (WEST, "El alquiler es de 480 euros al mes. ¿Dónde está la llave? El señor Muñoz la dejó en la habitación número "
        "doce. Además, la fianza se devolverá después de sesenta días, según el contrato. ¡Qué lástima!",
        "El año pasado|¿Cuánto cuesta?|La habitación número doce|mañana|Señor Muñoz"),
    "Portuguese": (WEST, "O aluguel é de 480 euros por mês. A caução será devolvida após sessenta dias. Não há informação sobre a "
        "janela, mas o proprietário não quer consertá-la. As crianças estão na praça com os avós.",
        "O aluguel não é caro.|São Paulo|informação|A caução é de 900 euros.|As crianças estão lá."),
    "Italian": (WEST, "L’affitto è di 480 euro al mese. La cauzione verrà restituita entro sessanta giorni, perché così è stabilito. "
        "Il proprietario dice che la città è più cara di prima e che non può riparare la finestra.",
        "La città è bella.|perché|L’affitto è caro.|Il caffè costa di più."),
    "Swedish": (WEST, "Hyran är 480 euro i månaden och ska betalas i förskott. Depositionen återbetalas inom sextio dagar. Fönstret "
        "är trasigt sedan i våras, men värden vill inte laga det. Barnen är på gården.",
        "Hyran är hög.|Malmö|Var är nyckeln?|Den är på bordet.|Ångström and others"),
    "Danish": ("cp1252 iso8859-1 iso8859-15 mac-roman cp850 cp865 utf-8 utf-16-le", "Huslejen er 480 euro om måneden og skal betales på forhånd. Depositummet bliver "
        "betalt tilbage inden for tres dage. Vinduet har været i stykker siden foråret, og ejeren vil ikke gøre noget.",
        "Huslejen er høj.|Århus|Hvor er nøglen?|Det koster 40 kroner på nettet."),
    "Finnish": (WEST, "Vuokra on 480 euroa kuukaudessa ja se maksetaan etukäteen. Vakuus palautetaan kuudenkymmenen päivän kuluessa. "
        "Ikkuna on ollut rikki keväästä asti, mutta isäntä ei halua korjata sitä.",
        "Missä avain on?|Hyvää päivää|Vuokra on mäellä."),
    "Polish": (EAST + " iso8859-16", "Czynsz wynosi 480 złotych miesięcznie i jest płatny z góry. Kaucja zostanie zwrócona w ciągu sześćdziesięciu dni. "
        "Gdzie jest klucz? Książka leży na stole, a świeże mleko kosztuje trzy złote. Właściciel nie chce naprawić okna.",
        "Czynsz wynosi 480 złotych.|Proszę|Książka leży na stole.|Dzień dobry|Łódź|Gdzie są klucze?"),
    "Czech": (EAST, "Nájem činí 480 korun měsíčně a platí se předem. Kauce bude vrácena do šedesáti dnů. Kde je klíč? Kniha leží na stole, "
        "ale čerstvé mléko stojí tři koruny. Majitel nechce opravit okno, které je rozbité od jara.",
        "Nájem činí 480 korun.|Děkuji|Příliš žluťoučký kůň|Kde je klíč?|Dvořák"),
    "Hungarian": (EAST, "A bérleti díj havi 480 euró, és előre kell fizetni. A kauciót hatvan napon belül visszafizetik. Hol van a kulcs? "
        "A könyv az asztalon fekszik, a friss tej három forintba kerül. A tulajdonos nem akarja megjavítani az ablakot.",
        "A bérleti díj havi 480 euró.|Köszönöm|Hol van a kulcs? A könyv alatt.|Győr|felhő"),
    "Romanian": ("cp1250 iso8859-2 mac-latin2 cp852 utf-8 utf-16-le", "Chiria este de 480 de euro pe lună şi se plăteşte în avans. Garanţia va fi înapoiată în şaizeci de zile. "
        "Unde este cheia? Cartea se află pe masă, iar laptele proaspăt costă trei lei.",
        "Chiria este mică.|Bună ziua|Mulţumesc|Unde este cheia maşinii?"),
    "Croatian": (EAST, "Najam iznosi 480 eura mjesečno i plaća se unaprijed. Polog će biti vraćen u roku od šezdeset dana. Gdje je ključ? "
        "Knjiga leži na stolu, a svježe mlijeko košta tri kune.",
        "Gdje je ključ?|Hvala Želji|Najam se plaća unaprijed.|čaša"),
    "Turkish": ("cp1254 iso8859-9 mac-turkish cp857 utf-8 utf-16-le utf-16-be", "Kira aylık 480 avro olup peşin ödenir. Depozito altmış gün içinde geri verilir. Anahtar nerede? Kitap masanın "
        "üzerinde duruyor, taze süt üç liraya satılıyor. Ev sahibi pencereyi onarmak istemiyor, çünkü çok pahalı.",
        "Kira aylık 480 avro.|Teşekkür ederim|Anahtar nerede? Çantada değil.|İstanbul|ağaç|Güneş"),
    "Lithuanian": (BALTIC, "Nuoma kainuoja 480 eurų per mėnesį ir mokama iš anksto. Užstatas bus grąžintas per šešiasdešimt dienų. Kur yra raktas? "
        "Knyga guli ant stalo, o šviežias pienas kainuoja tris eurus.",
        "Kur yra raktas? Ant stalo šalia lango.|Ačiū|Nuoma kainuoja 480 eurų.|žąsis"),
    "Latvian": (BALTIC, "Īre maksā 480 eiro mēnesī un ir jāmaksā iepriekš. Drošības nauda tiks atdota sešdesmit dienu laikā. Kur ir atslēga? "
        "Grāmata atrodas uz galda, bet svaigs piens maksā trīs eiro.",
        "Kur ir atslēga?|Paldies, tēvs|Īre maksā 480 eiro.|Rīga"),
    "Russian": (CYRILLIC, "Аренда стоит 480 рублей в месяц и оплачивается вперёд. Залог возвращается в течение шестидесяти дней. Где ключ? "
        "Книга лежит на столе, а свежее молоко стоит три рубля. Хозяин не хочет чинить окно.",
        "привет мир|Цена 40 рублей|Где ключ?|МОСКВА|Компания объявила о сделке.|Да"),
    "Ukrainian": ("cp1251 koi8-u iso8859-5 mac-cyrillic utf-8 utf-16-le utf-16-be", "Оренда коштує 480 гривень на місяць і сплачується наперед. Застава повертається протягом шістдесяти днів. "
        "Де ключ? Книга лежить на столі, а свіже молоко коштує три гривні. Господар не хоче лагодити вікно.",
        "Де ключ?|Ціна сорок гривень|Київ|Дякую, їжте"),
    "Bulgarian": ("cp1251 iso8859-5 cp866 mac-cyrillic utf-8 utf-16-le", "Наемът е 480 лева на месец и се плаща предварително. Депозитът се връща в срок от шестдесет дни. Къде е ключът? "
        "Книгата лежи на масата, а прясното мляко струва три лева.",
        "Къде е ключът?|Благодаря|Наемът е 480 лева.|София"),
    "Greek": ("cp1253 iso8859-7 cp737 mac-greek cp869 utf-8 utf-16-le utf-16-be", "Το ενοίκιο είναι 480 ευρώ τον μήνα και πληρώνεται προκαταβολικά. Η εγγύηση επιστρέφεται μέσα σε εξήντα ημέρες. "
        "Πού είναι το κλειδί; Το βιβλίο βρίσκεται στο τραπέζι και το φρέσκο γάλα κοστίζει τρία ευρώ.",
        "Πού είναι το κλειδί;|Αθήνα|Ευχαριστώ πολύ|Το ενοίκιο|Η τιμή είναι 40 €"),
    "Hebrew": ("cp1255 iso8859-8 cp862 utf-8 utf-16-le utf-16-be", "שכר הדירה הוא 480 שקלים לחודש ומשולם מראש. הפיקדון יוחזר בתוך שישים יום. איפה המפתח? "
        "הספר מונח על השולחן, והחלב הטרי עולה שלושה שקלים.",
        "איפה המפתח?|תודה רבה|שכר הדירה הוא 480 שקלים|שלום"),
    "Arabic": ("cp1256 iso8859-6 cp720 utf-8 utf-16-le utf-16-be", "الإيجار هو 480 يورو في الشهر ويدفع مقدما. يعاد التأمين خلال ستين يوما. أين المفتاح؟ "
        "الكتاب على الطاولة والحليب الطازج بثلاثة دنانير. المالك لا يريد إصلاح النافذة.",
        "أين المفتاح|شكرا جزيلا|الإيجار هو 480 يورو|السلام عليكم"),
    "Thai": ("cp874 iso8859-11 utf-8 utf-16-le", "ค่าเช่าเดือนละสี่ร้อยแปดสิบบาทและต้องจ่ายล่วงหน้า เงินมัดจำจะคืนให้ภายในหกสิบวัน กุญแจอยู่ที่ไหน หนังสืออยู่บนโต๊ะ",
        "กุญแจอยู่ที่ไหน|ขอบคุณ|ค่าเช่าเดือนละ 480 บาท"),
    "Japanese": ("cp932 shift_jis euc_jp iso2022_jp utf-8 utf-16-le utf-16-be", "家賃は月四百八十ユーロで、前払いです。敷金は六十日以内に返されます。鍵はどこにありますか。"
        "本は机の上にあり、新しい牛乳は三百円です。大家は窓を直そうとしません。",
        "東京|鍵はどこですか。|家賃は480円です。|ありがとう|料金表|カタカナ"),
    "Chinese": ("gb18030 gbk gb2312 utf-8 utf-16-le utf-16-be", "房租每月四百八十元，必须提前支付。押金将在六十天之内退还。钥匙在哪里？书在桌子上，"
        "新鲜的牛奶要三块钱。房东不想修理窗户，因为他说太贵了。",
        "你好|钥匙在哪里？|房租每月480元。|北京市|中华人民共和国"),
    "Taiwanese": ("big5 cp950 big5hkscs utf-8 utf-16-le", "房租每月四百八十元，必須提前支付。押金將在六十天之內退還。鑰匙在哪裡？書在桌子上，"
        "新鮮的牛奶要三塊錢。房東不想修理窗戶，因為他說太貴了。",
        "你好|鑰匙在哪裡？|房租每月480元。|台北市"),
    "Korean": ("cp949 euc_kr utf-8 utf-16-le utf-16-be", "월세는 한 달에 사백팔십 유로이며 미리 지불해야 합니다. 보증금은 육십 일 안에 돌려드립니다. 열쇠는 어디에 있습니까? "
        "책은 책상 위에 있고 신선한 우유는 삼천 원입니다. 집주인은 창문을 고치려고 하지 않습니다.",
        "열쇠는 어디에 있습니까?|감사합니다|서울|월세는 480원입니다."),
}  # fmt: skip
# Of texts that are long enough to be known, so many are read; of short ones many cannot be told apart.
PLAIN = str.maketrans({"’": "'", "“": '"', "”": '"', "—": "-", "£": "EUR ", "€": "EUR"})
LEAST_LONG, LEAST_SHORT = 0.95, 0.5


def cases(which: str) -> list[tuple[str, str, str]]:
    found = []
    for language, (encodings, long, short) in TEXTS.items():
        for encoding in encodings.split():
            for text in [long] if which == "long" else short.split("|")[:2]:
                plain = text if fits(text, encoding) else text.translate(PLAIN)
                if fits(plain, encoding) and not (
                    encoding.startswith("utf-16") and is_plain(plain.encode(encoding))
                ):
                    found.append((language, encoding, plain))
    return found


def is_plain(data: bytes) -> bool:
    """Whether the bytes are a line of ASCII as well, which no one can tell from what is meant."""
    return data.isascii() and data.decode().isprintable()


def fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def outcome(encoding: str, text: str) -> str:
    try:
        found = LOADERS[".txt"](text.encode(encoding), Limits()).text
    except DocumentError:
        return "refused"
    return "right" if found == text else found


@pytest.mark.parametrize(("which", "least"), [("long", LEAST_LONG), ("short", LEAST_SHORT)])
def test_no_text_is_read_as_another(which: str, least: float):
    outcomes = {
        (language, encoding, text): outcome(encoding, text) for language, encoding, text in cases(which)
    }
    assert {case: found for case, found in outcomes.items() if found not in ("right", "refused")} == {}
    right = [case for case, found in outcomes.items() if found == "right"]
    assert len(right) >= least * len(outcomes)


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
def test_a_language_that_is_not_known_is_not_taken_for_another(encoding: str):
    icelandic = (
        "Leigan er 480 evrur á mánuði og greiðist fyrirfram. Hvar er lykillinn? Bókin liggur á borðinu."
    )
    assert not fits(icelandic, encoding) or outcome(encoding, icelandic) in ("right", "refused")


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".csv"])
def test_the_encoding_that_a_user_names_is_taken(suffix: str):
    limits = Limits(encoding="cp1250")
    assert "Dvořák" in LOADERS[suffix]("Dvořák".encode("cp1250"), limits).text
    assert "Dvořák" in LOADERS[suffix](codecs.BOM_UTF8 + "Dvořák".encode(), limits).text


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [
        ("utf-8", "it is not in utf-8, from byte 0"),
        ("ut-8", "no text encoding named 'ut-8'"),
        ("hex", "no text"),
    ],
)
def test_an_encoding_that_cannot_be_is_refused(encoding: str, reason: str):
    with pytest.raises(DocumentError, match=reason):
        LOADERS[".txt"]("Ürün".encode("cp1254"), Limits(encoding=encoding))


def test_the_commands_take_an_encoding(tmp_path: Path, qa_here: Callable, refused: Callable):
    file = tmp_path / "name.txt"
    file.write_bytes("Dvořák.".encode("cp1250"))
    refused(qa_here("search", "-f", file, "name"), "save it as UTF-8 or name its encoding with --encoding")
    found = qa_here("search", "-f", file, "--encoding", "cp1250", "name")
    assert "Dvořák." in found.stdout
    wrong = qa_here("index", "build", file, "--encoding", "cp99")
    assert (wrong.returncode, "no text encoding of this name" in wrong.stderr) == (2, True)
