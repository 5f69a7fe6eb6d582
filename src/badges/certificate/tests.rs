use super::*;

fn a_certificate() -> Certificate {
    Certificate {
        lang: Lang::Fr,
        title: "Certificat : Repères".into(),
        overline: "Certificat de badge · Café IA".into(),
        name: "L'IA générative : premiers pas — Repères".into(),
        description: "Sait dire ce que fait une IA générative, et ce qu'elle ne fait pas.".into(),
        artwork: Artwork {
            title: "Repères".into(),
            ring: "L'IA générative : premiers pas".into(),
            issuer: "Café IA".into(),
            step: 2,
            steps: 3,
            design: None,
            ribbon: None,
            description: "Une tasse à deux étoiles".into(),
        },
        given_to: "Remis à".into(),
        person: Some("Noémie Łuczak".into()),
        nobody: "Aucun nom n'est montré.".into(),
        elsewhere: "Nom sur la page".into(),
        identity: "Identité non vérifiée.".into(),
        facts: vec![
            ("Niveau".into(), "2 sur 3 : Repères".into()),
            ("Émis le".into(), "24 novembre 2026".into()),
            ("Valable jusqu'au".into(), "sans limite".into()),
            ("Émetteur".into(), "Café IA".into()),
            ("Conditions".into(), "Quiz libre, sans surveillance.".into()),
        ],
        criteria_title: "Pour l'obtenir".into(),
        criteria: vec![
            (vec!["Module « Premiers pas ».".into()], false),
            (
                vec![
                    "Obtenir la moitié des points.".into(),
                    "Aller au bout.".into(),
                ],
                true,
            ),
        ],
        more: "La suite se lit sur la page du badge.".into(),
        check_title: "Le vérifier".into(),
        check: "Ce papier ne prouve rien à lui seul : scannez le code.".into(),
        url: "https://badges.example/credentials/8f1d7d9e-3f4b-4a51-9c39-0f0a6c1d2b11".into(),
        url_alt: "La page de ce badge".into(),
        qr_alt: "Code QR de la page".into(),
        qr_caption: "Scannez ce code".into(),
        notices: vec![("Essai".into(), "Ce badge est un essai.".into())],
        signs_left_out: "Des signes manquent.".into(),
        issuer: "Café IA".into(),
        issued_at: "2026-11-24T10:00:00Z".parse().unwrap(),
    }
}

/// Text as a PDF holds it where it has other signs than ASCII: UTF-16 in hex.
fn utf16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().map(|unit| format!("{unit:04X}"));
    units.collect::<String>().into_bytes()
}

fn holds(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_certificate_is_tagged_titled_and_always_the_same() {
    let certificate = a_certificate();
    let file = pdf(&certificate).unwrap();
    assert_eq!(file, pdf(&certificate).unwrap());
    assert!(
        file.starts_with(b"%PDF-1.7") && file.len() < 60_000,
        "{}",
        file.len()
    );
    if let Ok(folder) = std::env::var("CREMA_PICTURES") {
        std::fs::write(format!("{folder}/certificate.pdf"), &file).unwrap();
    }
    let plain: Vec<u8> = file
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    for part in [
        "/StructTreeRoot",
        "/Markedtrue",
        "/Lang(fr)",
        "/DisplayDocTitletrue",
        "pdfuaid:part",
        "/S/H1",
        "/S/Figure",
        "/S/Link",
        "/S/LBody",
    ] {
        assert!(holds(&plain, part.as_bytes()), "{part}");
    }
    assert!(holds(&file, &utf16(&certificate.title)));
    for words in [&certificate.artwork.description, &certificate.url_alt] {
        let said = [b"/Alt(", words.as_bytes()].concat();
        let told = [b"/Contents(", words.as_bytes()].concat();
        let alt = [b"/Alt<FEFF".to_vec(), utf16(words)].concat();
        let has_words = [said, told, alt].iter().any(|one| holds(&file, one));
        assert!(has_words, "{words}");
    }
}

#[test]
fn signs_are_said_to_be_left_out_only_of_what_is_written() {
    let with = |criteria: Vec<String>| {
        let mut certificate = a_certificate();
        certificate.criteria = vec![(criteria, true)];
        pdf(&certificate).unwrap()
    };
    // What is read aloud of a paragraph stands in the file in the fonts' own numbers, so the notes are told apart by how many paragraphs there are.
    let paragraphs = |file: &[u8]| {
        let plain: Vec<u8> = file
            .iter()
            .copied()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        plain
            .windows(5)
            .filter(|one| one.starts_with(b"/S/P") && !one[4].is_ascii_alphabetic())
            .count()
    };
    let long = "mot ".repeat(600);
    let plain = paragraphs(&with(vec!["Lire".into(), long.clone()]));
    let written = paragraphs(&with(vec!["Lire 日本".into(), long.clone()]));
    let unwritten = paragraphs(&with(vec!["Lire".into(), format!("日本 {long}")]));
    assert_eq!((written, unwritten), (plain + 1, plain));
}

#[test]
fn whatever_is_said_the_file_is_made_and_nothing_is_an_empty_box() {
    let long = "mot ".repeat(600);
    for text in [
        "",
        "日本語のバッジ",
        "سلام دنیا",
        "👩🏽\u{200d}🚀",
        "\u{0}\u{fffe}a",
        &long,
        &"x".repeat(900),
    ] {
        let certificate = Certificate {
            name: text.into(),
            person: Some(text.into()),
            description: text.into(),
            overline: text.into(),
            facts: vec![(text.into(), text.into()); 7],
            criteria: vec![(vec![text.into(); 30], true), (vec![text.into()], false)],
            notices: vec![(text.into(), text.into())],
            check: text.into(),
            ..a_certificate()
        };
        pdf(&certificate).unwrap_or_else(|error| panic!("{text:.20}: {error}"));
    }
}
