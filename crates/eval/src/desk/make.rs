//! A large store of records that are like real ones: the demonstration's, coded once and then varied in
//! names, places, days, and words, with the links that `annalist add` would make.

use std::path::Path;
use std::time::Duration;

use annalist::Pipeline;
use annalist_doc::ClaimLinkKind;
use annalist_doc::{Document, Report, Source};
use annalist_store::{
    ActorChoice, HappeningChoice, Holder, Known, Links, Packed, StoryChoice, Writer,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// So many actors, stories' reports, places and days there are.
const ACTORS: usize = 20_000;
const IN_A_STORY: usize = 12;
const PLACES: usize = 3_000;
const DAYS: usize = 1_000;

/// Numbers that look like chance and are the same each time (xorshift).
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}

/// The records of the demonstration's reports.
pub(super) fn patterns(pipeline: &Pipeline) -> Result<Vec<Report>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cli/demo");
    let files = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<_> = files.filter_map(|f| Some(f.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    files.sort();
    let document = |path: &std::path::PathBuf| -> Result<Document, String> {
        let file = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let text = file.split_once("\n\n").map_or(file.as_str(), |(_, text)| text).to_owned();
        let published = annalist_read::published("2031-03-05").map_err(|e| e.to_string())?;
        annalist_read::text::from_text(text, Source::default(), Some(published))
            .map_err(|e| e.to_string())
    };
    let documents: Result<Vec<Document>, String> = files.iter().map(document).collect();
    Ok(pipeline.code(documents?))
}

fn name(n: usize, chance: &mut Chance) -> String {
    const FIRST: [&str; 12] =
        ["Ar", "Be", "Co", "Da", "El", "Fa", "Go", "Ha", "Il", "Jo", "Ka", "Lu"];
    const THEN: [&str; 10] = ["ran", "vik", "dor", "mes", "lin", "tov", "bar", "sel", "nak", "rus"];
    let last = THEN[chance.below(10)];
    format!("{}{} {}{last}", FIRST[n % 12], THEN[n / 12 % 10], FIRST[n / 120 % 12])
}

/// One record after the other.
pub(super) struct Maker {
    patterns: Vec<Report>,
    chance: Chance,
    made: usize,
    /// The rows of the actors, by their place among all.
    actors: Vec<Option<i64>>,
    /// The happenings and last claims of the story going on.
    happenings: Vec<i64>,
    claims: Vec<(i64, String)>,
}

impl Maker {
    pub(super) fn new(patterns: Vec<Report>, seed: u64) -> Self {
        let actors = vec![None; ACTORS];
        let (happenings, claims) = (Vec::new(), Vec::new());
        Self { patterns, chance: Chance(seed), made: 0, actors, happenings, claims }
    }

    /// Another record, varied.
    fn report(&mut self) -> Report {
        let chance = &mut self.chance;
        let mut report = self.patterns[self.made % self.patterns.len()].clone();
        let first: Date = date(2029, 1, 1);
        let day = (self.made / IN_A_STORY * 7 + self.made % IN_A_STORY) % DAYS;
        let day = first.checked_add((day as i64).days()).unwrap_or(first).to_string();
        let document = &mut report.document;
        document.id = format!("{:032x}", (self.made as u128 + 1) * 0x9e37_79b9_7f4a_7c15_f39c);
        document.site = Some(format!("Paper {}", chance.below(60)));
        document.title = document.title.take().map(|title| format!("{title} ({})", self.made));
        if let Some(published) = &mut document.published {
            published.value.clone_from(&day);
        }
        // Words of its own, after all that the record points to.
        for _ in 0..40 {
            let word = name(chance.below(20_000), chance).replace(' ', "").to_lowercase();
            document.text.push(' ');
            document.text.push_str(&word);
        }
        for entity in report.entities.iter_mut().filter(|e| e.name.is_some()) {
            let n = (chance.below(ACTORS) * chance.below(ACTORS)) / ACTORS;
            entity.name = Some(name(n, &mut Chance(n as u64 + 1)));
            entity.aliases.clear();
        }
        for place in report.places.iter_mut().filter(|p| p.lat.is_some()) {
            let n = (chance.below(PLACES) * chance.below(PLACES)) / PLACES;
            place.name = format!("{} {n}", name(n, &mut Chance(n as u64 + 7)));
            place.lat = Some((n * 37 % 120) as f64 - 50.0 + 0.1);
            place.lon = Some((n * 101 % 340) as f64 - 170.0 + 0.1);
        }
        for time in &mut report.times {
            for end in [&mut time.earliest, &mut time.latest].into_iter().flatten() {
                end.clone_from(&day);
            }
        }
        for claim in &mut report.claims {
            claim.value.low = claim.value.low.map(|n| n + chance.below(3) as u64);
            claim.value.high = claim.value.low.and(claim.value.high.and(claim.value.low));
            claim.said.earliest = Some(day.clone());
        }
        self.made += 1;
        report
    }

    /// Adds so many records in one go.
    pub(super) fn add(&mut self, to: &mut Filling, many: usize) -> Result<(), String> {
        to.writer.begin().map_err(|e| e.to_string())?;
        for _ in 0..many {
            let new_story = self.made.is_multiple_of(IN_A_STORY);
            let packed = Packed::new(self.report());
            let report = packed.report();
            let actors = report.entities.iter().map(|entity| {
                let name = entity.name.as_deref()?;
                let n = name.bytes().fold(7usize, |sum, b| sum.wrapping_mul(31) ^ b as usize);
                let known = self.actors[n % ACTORS];
                let choice = known.map_or(ActorChoice::New, ActorChoice::Known);
                Some((choice, vec![name.to_lowercase()]))
            });
            let actors: Vec<_> = actors.collect();
            if new_story {
                self.happenings.clear();
                self.claims.clear();
            }
            let happenings = (0..report.events.len())
                .map(|n| {
                    let known = self.happenings.get(n).copied();
                    let choice = known.map_or(HappeningChoice::New, HappeningChoice::Known);
                    Some((choice, vec![self.made as i64 * 64 + n as i64]))
                })
                .collect();
            let story = match (new_story, self.made.div_ceil(IN_A_STORY)) {
                (true, _) => StoryChoice::New,
                (false, n) => StoryChoice::Known(n as i64),
            };
            let links = Links { story, actors, happenings, terms: Vec::new() };
            let mut linked = to.known.link(&packed, links).map_err(|e| e.to_string())?;
            for (entity, actor) in packed.report().entities.iter().zip(linked.actors()) {
                let Some(name) = entity.name.as_deref() else { continue };
                let n = name.bytes().fold(7usize, |sum, b| sum.wrapping_mul(31) ^ b as usize);
                self.actors[n % ACTORS] = actor.or(self.actors[n % ACTORS]);
            }
            let new = linked.happenings().iter().skip(self.happenings.len()).copied().flatten();
            self.happenings.extend(new);
            for (n, claim) in packed.report().claims.iter().enumerate() {
                if let Some((before, attribute)) = self.claims.last()
                    && *attribute == claim.attribute
                {
                    let kinds = [
                        ClaimLinkKind::Contradicts,
                        ClaimLinkKind::Corroborates,
                        ClaimLinkKind::Updates,
                    ];
                    linked.link_claims(n, *before, kinds[self.chance.below(3)]);
                }
                self.claims.push((linked.claim(n), claim.attribute.clone()));
            }
            to.writer.put(&[(packed, linked)]).map_err(|e| e.to_string())?;
        }
        let changes = to.known.changes();
        to.writer.change(&changes).map_err(|e| e.to_string())?;
        to.writer.commit().map_err(|e| e.to_string())?;
        let batch = to.known.end();
        to.known.kept(batch);
        Ok(())
    }
}

/// A store that is being filled.
pub(super) struct Filling {
    writer: Writer,
    known: Known,
}

impl Filling {
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let holder = Holder("annalist-eval desk".to_owned());
        let writer = Writer::open(path, &holder, Duration::from_secs(10));
        let writer = writer.map_err(|e| e.to_string())?;
        let known = Known::open(path).map_err(|e| e.to_string())?;
        Ok(Self { writer, known })
    }
}

/// A store of so many records; one of the same size that is there already is taken.
pub(super) fn store(path: &Path, records: usize, maker: &mut Maker) -> Result<(), String> {
    let mut filling = Filling::open(path)?;
    let held = filling.known.store().ask("SELECT count(*) FROM documents", &[], 1);
    let held = held.map_err(|e| e.to_string())?;
    if held.rows.first().is_some_and(|row| row[0] == annalist_store::Cell::Whole(records as i64)) {
        return Ok(());
    }
    while maker.made < records {
        maker.add(&mut filling, 500.min(records - maker.made))?;
        if maker.made.is_multiple_of(10_000) {
            eprintln!("{} records", maker.made);
        }
    }
    Ok(())
}
