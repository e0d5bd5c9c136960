//! Stop words: too common to tell one question from another.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

const WORDS: &str = "
a aan achter af al alle alleen allemaal alles als altijd ander andere anderen anders b.v. beetje behalve
beide ben bij bijna bijvoorbeeld blijft boven bovendien bv c d daar daarbij daardoor daarin daarmee daarna daarom daarover
daarvan daarvoor dan dank danku dat de deze die dit doch doe doen doet door dus dus e echt echter een eens eerder
eigen eigenlijk elk elke en enig enige enkele enz er erbij eren erg ergens erin ermee erop erover ervan ervoor
even f gaan gaat geacht geachte gedaan geen geval gewoon ging goed goede goedemiddag goedemorgen graag groet groeten
groetjes g h haar had hadden hallo heb hebben hebt heeft heel hele hem hen het hetzelfde hier hierbij hierover hiervan
hiervoor hij hoe hoeven hoi hun i ieder iedere iedereen iemand iets ik immers in indien intussen is j ja jaar je jij jou
jouw jullie k kan kon konden krijgen krijgt kun kunnen kunt l laat laten liefst lijkt m maar mag maken maakt
me mee meer meest men met mevr mevrouw mij mijn mijnheer minder misschien mocht moest moesten moet moeten mogen
mvg n na naar naast nadat namelijk net niet niets niks noch nog nodig nu o of om omdat omtrent ons onze ook op opnieuw
over overal p per q r reeds s sinds slechts sommige soms steeds t te tegen ten tenzij ter terug terwijl tijdens
toch toe toen tot tussen u uit uw v vaak van vanaf vandaag vanuit veel verder via volgende voor vooral vooraf
voorbeeld vriendelijk vriendelijke w waar waarbij waardoor waarin waarmee waarom waarop waarover waarvan waarvoor
wanneer want waren was wat we weer weet wel welk welke werd werden weten wie wij wil willen worden wordt wou x y z
ze zeer zei zelf zelfs zich zie zien zij zijn zin zo zoals zodat zodra zonder zoiets zou zouden zowel zulke zullen
zult alvast beste bedankt dankjewel dank mogelijk
";

static LIST: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| WORDS.split_whitespace().collect());

/// Whether a folded word says nothing about what a text is about. A single character never does.
#[must_use]
pub fn is_stop_word(word: &str) -> bool {
    LIST.contains(word) || (word.chars().count() == 1 && word.chars().all(char::is_alphabetic))
}
