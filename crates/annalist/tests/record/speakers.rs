//! Ways to say whose words they are, each with a text of our own.

use annalist_doc::{BlockKind, Certainty, Polarity, Report, SourceClass, Statement, StatementKind};

use super::{document, pipeline, record};

/// The statement whose content holds these words, with its source's words; the innermost one.
fn said<'r>(report: &'r Report, words: &str) -> Option<(&'r Statement, String)> {
    let text = &report.document.text;
    let at = text.find(words).unwrap() as u32;
    let holding = report.statements.iter().filter(|s| s.content.iter().any(|c| c.holds(at)));
    let size = |s: &&Statement| s.content.iter().map(|c| c.len()).sum::<u32>();
    let statement = holding.min_by_key(size)?;
    let source: Vec<&str> = statement.source.spans.iter().map(|s| s.of(text)).collect();
    Some((statement, source.join(" … ")))
}

/// Whose words they are, as the record has it.
fn source_of(report: &Report, words: &str) -> String {
    said(report, words).map_or_else(|| "no statement".to_owned(), |(_, source)| source)
}

#[test]
fn turns_of_a_transcript() {
    let report = record(
        "Below is part of the briefing in Tarrin.\n\n\
         GEN. POL: The bridge was never closed.\n\n\
         Q: Did the convoy cross it?\n\n\
         GEN. POL: It crossed at noon.\n\n\
         It came back an hour later.\n\n\
         Q: Thank you, general.",
        "2031-05-15",
    );
    assert_eq!(source_of(&report, "The bridge was never"), "GEN. POL");
    assert_eq!(source_of(&report, "Did the convoy"), "Q");
    assert_eq!(source_of(&report, "It came back"), "GEN. POL");
    assert_eq!(source_of(&report, "Below is part"), "no statement");
}

#[test]
fn a_question_with_its_answer_and_turns_on_the_air() {
    let report = record(
        "The harbour master spoke to reporters in Tarrin on Monday.\n\n\
         Q: Will the ferry sail tomorrow?\n\n\
         A: Not before the storm has passed.",
        "2031-05-15",
    );
    assert_eq!(source_of(&report, "Will the ferry"), "Q");
    assert_eq!(source_of(&report, "Not before"), "A");
    let report = record(
        "A bill nobody expected\n\nADA POL, HOST:\n\n\
         Good morning. The power company sent a village a bill of nine million.\n\n\
         The company has said that it was a mistake.",
        "2031-05-15",
    );
    assert_eq!(source_of(&report, "Good morning"), "ADA POL");
    assert_eq!(source_of(&report, "it was a mistake"), "The company");
}

#[test]
fn times_hosts_and_idioms_are_nobody() {
    let report = record(
        "Dozens flee as lanterns burn at Ostwick beach\n\n\
         The lanterns were lit at 9pm on New Year's Eve with forty people on board, ostwick-news.com reported.\n\n\
         The organiser said a lantern had fallen into the water. It added that \"no one was hurt\".\n\n\
         Lena Lincoln said the beach was closed. Lincoln said it would open on Friday.",
        "2031-01-02",
    );
    let is = |word: &str| {
        report
            .entities
            .iter()
            .any(|e| e.name.as_deref() == Some(word) || e.roles.iter().any(|r| r == word))
    };
    for nobody in ["pm", "board", "New Year's Eve", "Eve"] {
        assert!(!is(nobody), "{nobody}: {:?}", report.entities);
    }
    let speaker = |words: &str| {
        let entity = said(&report, words).and_then(|(s, _)| s.source.entity);
        entity.map(|e| &report.entities[e.index()])
    };
    assert!(speaker("no one was hurt").is_some_and(|e| e.roles.iter().any(|r| r == "organiser")));
    assert!(speaker("it would open").is_some_and(|e| e.name.as_deref() == Some("Lena Lincoln")));
    assert!(report.places.iter().all(|p| p.name != "Lincoln"), "{:?}", report.places);
}

#[test]
fn a_headlines_verb_without_an_entry_is_no_cue() {
    let report = record(
        "3 dead, villagers flee as dam bursts in Norwegian valley\n\n\
         The dam was built in 1961, the mayor of Ostwick said. The valley was closed on Tuesday.",
        "2031-01-02",
    );
    assert_eq!(source_of(&report, "dam bursts"), "no statement");
    assert_eq!(source_of(&report, "The dam was built"), "the mayor of Ostwick");
}

#[test]
fn links_and_notes_are_no_turns() {
    let report = record(
        "WATCH: The ferry leaves the harbour.\n\nNOTE: The port opens at six.\n\n\
         READ MORE: The tide tables of the bay.\n\nThe ferry left at noon.",
        "2031-05-15",
    );
    assert_eq!(report.statements.len(), 0);
}

#[test]
fn signed_quotations_and_openers() {
    let report = record(
        "\u{201c}Nobody asked the village.\u{201d} \u{2014} Ana Pol\n\n\
         From the ministry: the dam will stay shut until spring.\n\n\
         The road through the pass is open again. \u{2014} ministry statement",
        "2031-05-15",
    );
    assert_eq!(source_of(&report, "Nobody asked"), "Ana Pol");
    assert_eq!(source_of(&report, "the dam will stay"), "the ministry");
    assert_eq!(source_of(&report, "The road through"), "ministry statement");
}

#[test]
fn quotations_of_all_kinds() {
    let report = record(
        "\u{ab}The harbour is ours,\u{bb} said Mara Quell.\n\n\
         \u{201e}The mill is lost,\u{201c} said Jon Reve.\n\n\
         \u{201c}We left at dawn,\u{201d} Ana Pol said, \u{201c}and nobody stopped us. The gate stood open.\n\n\
         \u{201c}We met no guards on the road either.\u{201d}",
        "2031-05-15",
    );
    assert_eq!(source_of(&report, "The harbour is"), "Mara Quell");
    assert_eq!(source_of(&report, "The mill is"), "Jon Reve");
    assert_eq!(source_of(&report, "The gate stood"), "Ana Pol");
    assert_eq!(source_of(&report, "We met no guards"), "Ana Pol");
    assert_eq!(said(&report, "We left").unwrap().0.kind, StatementKind::Direct);
}

#[test]
fn posts_documents_and_officials_without_names() {
    let report = record(
        "The front\u{2019}s commander wrote on Telegram that the depot had burned down. \
         A report by the audit office found that the fund was empty. \
         According to data from the harbour office, forty ships left the bay. \
         Officials who asked not to be named said the talks had failed. \
         Four sources said the envoy had resigned.",
        "2031-05-15",
    );
    assert!(source_of(&report, "the depot had").contains("commander"));
    assert!(source_of(&report, "the fund was").contains("report"));
    assert!(source_of(&report, "forty ships").contains("data"));
    assert!(source_of(&report, "the talks had").starts_with("Officials"));
    assert_eq!(source_of(&report, "the envoy had"), "Four sources");
}

/// The statement with this cue.
fn cued<'r>(report: &'r Report, words: &str) -> &'r Statement {
    let text = &report.document.text;
    let found = |s: &&Statement| s.cue.spans.iter().any(|c| c.of(text) == words);
    report.statements.iter().find(found).unwrap_or_else(|| panic!("no cue {words:?}"))
}

/// Sources of the whole chain of the statement that holds these words, the innermost first.
fn chain(report: &Report, words: &str) -> Vec<String> {
    let text = &report.document.text;
    let mut all = Vec::new();
    let mut next = said(report, words).map(|(s, _)| s);
    while let Some(statement) = next {
        all.push(statement.source.spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" "));
        next = statement.parent.map(|p| report.statements.iter().find(|s| s.id == p).unwrap());
    }
    all
}

#[test]
fn what_one_says_and_another_passes_on() {
    for text in [
        "The minister was quoted by the Vesta News Agency as saying that rebels had attacked the village.",
        "The Vesta News Agency quoted the minister as saying that rebels had attacked the village.",
        "According to the Vesta News Agency, the minister said rebels had attacked the village.",
    ] {
        let report = record(text, "2031-05-15");
        let chain: Vec<String> =
            chain(&report, "had attacked").iter().map(|s| s.to_lowercase()).collect();
        assert_eq!(chain, ["the minister", "the vesta news agency"], "{text}");
        let event = &report.events[0];
        assert_eq!(event.according_to.len(), 2, "{text}");
    }
    let text = "The Vesta Courier reported, citing a police officer, that a bomb had exploded in the market.";
    let report = record(text, "2031-05-15");
    let officer = cued(&report, "citing");
    assert_eq!(officer.parent, Some(cued(&report, "reported").id));
    let chain = [cued(&report, "reported").id, officer.id];
    assert!(report.events.iter().any(|event| event.according_to == chain), "{:?}", report.events);
    let report = record("The minister told the agency that two guards had died.", "2031-05-15");
    assert_eq!(source_of(&report, "two guards"), "The minister");
}

#[test]
fn what_nobody_is_named_for() {
    for (text, cue, class) in [
        ("The rebels were said to have left the valley.", "were said", "hearsay"),
        ("The rebels reportedly left the valley.", "reportedly", "hearsay"),
        ("Rumours that the rebels had left the valley spread fast.", "Rumours", "hearsay"),
        ("The rebels are believed to have left the valley.", "are believed", "believing"),
        ("It was said that the rebels had left the valley.", "was said", "hearsay"),
    ] {
        let report = record(text, "2031-05-15");
        let statement = cued(&report, cue);
        assert_eq!(statement.source.class, SourceClass::Implicit, "{text}");
        assert_eq!(statement.cue.class, class, "{text}");
        assert_ne!(statement.certainty, Certainty::Certain, "{text}");
        let content = statement.content.iter().map(|c| c.of(text)).collect::<Vec<_>>().join(" ");
        assert!(content.to_lowercase().contains("the rebels"), "{text}: {content}");
    }
    let report =
        record("The minister rejected claims that guards had burned the mill.", "2031-05-15");
    let rejected = cued(&report, "rejected");
    assert_eq!((rejected.polarity, &*rejected.cue.class), (Polarity::Negative, "denying"));
    let claims = report.statements.iter().find(|s| s.cue.lemma == "claim");
    assert!(claims.is_none_or(|s| s.source.class == SourceClass::Implicit));
}

#[test]
fn what_is_not_said_is_no_statement_of_its_own() {
    let report = record("The ministry declined to comment on the raid.", "2031-05-15");
    let classes: Vec<&str> = report.statements.iter().map(|s| &*s.cue.class).collect();
    assert_eq!(classes, ["declining"]);
}

#[test]
fn the_speaker_speaks_on() {
    let report = record(
        "Ana Pol, the mayor of Tarrin, said the bridge had collapsed. Jon Reve, a driver, waited nearby.\n\n\
         She added that two lorries had fallen into the river.\n\n\
         \u{201c}We will build a new one,\u{201d} she said.\n\n\
         \u{201c}It will be ready by spring.\u{201d}",
        "2031-05-15",
    );
    let name = |words: &str| {
        let entity = said(&report, words).unwrap().0.source.entity.unwrap();
        report.entities.iter().find(|e| e.id == entity).unwrap().name.clone().unwrap()
    };
    for words in ["the bridge had", "two lorries", "We will build", "It will be"] {
        assert_eq!(name(words), "Ana Pol", "{words}");
    }
}

#[test]
fn block_quotations() {
    let mut document = document(
        "The harbour master wrote in a letter:\n\n\
         The crane fell at noon. Nobody had checked it for years.\n\n\
         I warned the port twice.\n\n\
         The port did not answer.\n\n\
         The pier is lost and so is the light. \u{2014} Mara Quell",
        Some("2031-05-15"),
    )
    .unwrap();
    for b in [1, 2, 4] {
        document.blocks[b].kind = BlockKind::Quote;
    }
    let report = pipeline().code(vec![document]).remove(0);
    assert_eq!(source_of(&report, "Nobody had"), "The harbour master");
    assert_eq!(source_of(&report, "I warned"), "The harbour master");
    assert_eq!(said(&report, "I warned").unwrap().0.kind, StatementKind::Direct);
    assert!(source_of(&report, "The pier is").contains("Mara Quell"));
}

#[test]
fn a_name_on_the_line_below_signs() {
    let text = "\u{201c}Nobody asked the village about the dam.\u{201d}\n\n\u{2014} Ana Pol, mayor\n\nThe dam stands.";
    let report = record(text, "2031-05-15");
    assert_eq!(source_of(&report, "Nobody asked"), "Ana Pol, mayor");
}

#[test]
fn scare_quotes_and_titles_are_no_statements() {
    let report = record(
        "The film \u{201c}Night over Tarrin\u{201d} opened on Friday. The \u{201c}free\u{201d} market closed at noon.",
        "2031-05-15",
    );
    assert_eq!(report.statements.len(), 0, "{:?}", report.statements);
}

#[test]
fn the_source_is_whole() {
    for source in [
        "A spokeswoman for the army, Mara Quell,",
        "Mara Quell, a spokeswoman for the army,",
        "The mayor of Tarrin, Ana Pol,",
        "A US military official who asked not to be named",
    ] {
        let report =
            record(&format!("{source} said the convoy had left the valley."), "2031-05-15");
        assert_eq!(source_of(&report, "the convoy"), source.trim_end_matches(','));
    }
}

#[test]
fn what_is_stated_beside_an_aside() {
    for (text, source, content) in [
        ("As the governor put it, the town was lost.", "the governor", "the town was lost"),
        ("As Ana Pol said on Monday, nobody had been warned.", "Ana Pol", "nobody had been warned"),
        (
            "Prices, as the minister has said many times, will fall.",
            "the minister",
            "Prices … will fall",
        ),
    ] {
        let report = record(text, "2031-05-15");
        let statement = &report.statements[0];
        let found: Vec<&str> = statement.content.iter().map(|c| c.of(text)).collect();
        assert_eq!(found.join(" … "), content);
        assert_eq!(source_of(&report, &content[..6]), source);
    }
}

#[test]
fn a_quotation_goes_on_until_somebody_else_speaks() {
    let text = "\"It was cold\", Jon Brill added. \"It was dark\" and \"there was no water,\" Maria Lund, a \
                nurse at the hospital, said.";
    let report = record(text, "2031-05-15");
    assert_eq!(source_of(&report, "It was cold"), "Jon Brill");
    assert!(source_of(&report, "It was dark").starts_with("Maria Lund"));
    assert_eq!(report.statements[0].content.len(), 1);
}

#[test]
fn a_description_is_nobody_who_is_called_otherwise() {
    let report = record(
        "Interior Minister Ana Pol said two boats had been seized. The mayor of Tarrin, Jon Reve, wrote that \
         the bridge had been hit. The governor said the town was lost.",
        "2031-05-15",
    );
    let governor = said(&report, "the town was").unwrap().0.source.entity.unwrap();
    assert_eq!(report.entities[governor.index()].name, None);
}

#[test]
fn marks_of_a_quotation_belong_to_the_content() {
    for (text, content) in [
        ("\"We were attacked,\" said the driver.", "\"We were attacked,\""),
        ("The mayor called the raid \"an act of terror\".", "the raid \"an act of terror\""),
        (
            "\"Our troops,\" the general wrote on Telegram, \"entered Harn.\"",
            "\"Our troops,\" \"entered Harn.\"",
        ),
    ] {
        let report = record(text, "2031-05-15");
        let found: Vec<&str> = report.statements[0].content.iter().map(|c| c.of(text)).collect();
        assert_eq!(found.join(" "), content);
    }
}

#[test]
fn thoughts_and_wishes_can_be_left_out() {
    let text = "The mayor said the dam had burst. The mayor hopes that the rain will stop. \
                The rebels want to leave. \u{201c}I believe we are lost,\u{201d} the driver said.";
    let cues = |keep| {
        let language = annalist_annotate::Pipeline::open(annalist_testing::model()).unwrap();
        let config = annalist::Config { statements: keep, ..annalist::Config::default() };
        let pipeline = annalist::Pipeline::new(language, config).unwrap();
        let report = pipeline.code(vec![document(text, Some("2031-05-15")).unwrap()]).remove(0);
        report.statements.iter().map(|s| s.cue.lemma.clone()).collect::<Vec<_>>()
    };
    let all = cues(annalist::Keep::All);
    assert!(all.iter().any(|c| c == "hope") && all.iter().any(|c| c == "want"), "{all:?}");
    let reported = cues(annalist::Keep::Reported);
    assert_eq!(reported, ["say", "say"]);
}

/// A place before the comma is none of the speaker's, a title behind it is.
#[test]
fn speakers_behind_a_comma_are_whole() {
    let told = [
        (
            "Troops killed 11 members of a rebel faction in a raid in the southern province of Velmark, \
             Defence Minister Rafael Okoro said on Monday.",
            "Defence Minister Rafael Okoro",
        ),
        (
            "The group was travelling to Tarrin when gunmen stopped their vehicle near the village of \
             Ostwick, army spokesman Jules Ilunga said.",
            "army spokesman Jules Ilunga",
        ),
        (
            "A ferry sank off the coast of Skarra, coast guard spokeswoman Eleni Pappa said.",
            "coast guard spokeswoman Eleni Pappa",
        ),
    ];
    for (text, speaker) in told {
        let report = record(text, "2031-05-07");
        let said =
            report.statements.first().unwrap_or_else(|| panic!("nothing is said in {text:?}"));
        let words: Vec<&str> =
            said.source.spans.iter().map(|s| s.of(&report.document.text)).collect();
        assert_eq!(words, [speaker], "{text}");
    }
}
