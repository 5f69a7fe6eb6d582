//! `crema issue`: an achievement given to everybody on a list, each row's fate told; the same list again gives nobody a second badge.

use std::{
    fs,
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
};

use jiff::tz::TimeZone;
use openbadges::bake;
use serde_json::{Value, json};

use super::{Failure, instance, runtime, say::say, tables::texts};
use crate::{
    access::audit::{Actor, Noted},
    app::App,
    badges::{
        achievement::Achievement,
        artwork,
        recipient::{self, Flaw, Recipient, Refused},
    },
    base::Lang,
    flows::badges::{self, CHUNK, Gift, Giver, Handout},
    i18n::Texts,
    store::{access, badges as rows},
    web::{admin::giving::refused_words, badges::artwork_of},
};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The achievement: the last segment of its address.
    achievement: String,
    /// Who gets it, a row each: `name,email,evidence,issued_on`, all but the name optional. Those with an address get a letter.
    recipients: PathBuf,
    /// Write each badge into this folder too, as `ID.json` and `ID.jwt`.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// With `--out`: the images that hold the badge too, as `ID.png` and `ID.svg`.
    #[arg(long, requires = "out")]
    images: bool,
    /// The language of the badges: `fr` or `en`.
    #[arg(long, default_value = "fr", value_parser = ["fr", "en"])]
    lang: String,
    /// One JSON object on standard output in place of lines.
    #[arg(long)]
    json: bool,
}

/// What came of a row.
enum Fate {
    Given(Gift),
    Flawed(Flaw),
}

/// Gives the badges; exit 1 where a row gave none.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let bytes = fs::read(&args.recipients)
        .map_err(|error| Failure::Environment(format!("{}: {error}", args.recipients.display())))?;
    let config = instance::config().map_err(Failure::Environment)?;
    runtime()?.block_on(async {
        let bound = config.listen;
        let app = instance::open(config, bound, false)
            .await
            .map_err(Failure::Environment)?;
        let done = issue(&app, args, &bytes).await;
        app.db.close().await;
        done
    })
}

async fn issue(app: &App, args: &Args, bytes: &[u8]) -> Result<(), Failure> {
    let fault = |error: crate::base::Error| Failure::Environment(error.to_string());
    badges::publish(app).await.map_err(fault)?;
    let mut reader = app.db.read().await.map_err(fault)?;
    let achievement = rows::find_achievement(&mut reader, &args.achievement)
        .await
        .map_err(fault)?;
    drop(reader);
    let Some(achievement) = achievement else {
        return Err(Failure::Environment(format!(
            "no such achievement: {}; /admin/achievements lists them, and the last segment of an address is the name to give here",
            args.achievement
        )));
    };
    if !badges::may_be_given(app, &achievement) {
        return Err(Failure::Environment(format!(
            "{}: the bar of its module is only a placeholder, so nobody is given this badge",
            args.achievement
        )));
    }
    let today = app.now().to_zoned_datetime(TimeZone::UTC).date();
    let list = recipient::read(bytes, today)
        .map_err(|refused| Failure::Environment(told(&args.recipients, &refused)))?;
    if let Some(folder) = &args.out {
        fs::create_dir_all(folder)
            .map_err(|error| Failure::Environment(format!("{}: {error}", folder.display())))?;
    }
    let lang: Lang = args.lang.parse().unwrap_or_default();
    let giver = Giver {
        role: "admin",
        lang,
    };
    let mut fates = Vec::with_capacity(list.len());
    let mut progress = Progress::new(list.len());
    let people = list.chunks(CHUNK).map(|chunk| {
        let rows = chunk.iter();
        rows.filter_map(|(_, row)| row.as_ref().ok().cloned())
            .collect::<Vec<Recipient>>()
    });
    let mut handout = Handout::new(app, &achievement, giver, people);
    for chunk in list.chunks(CHUNK) {
        let gifts = handout.next().await.map_err(fault)?.unwrap_or_default();
        if let Some(folder) = &args.out {
            write_out(app, &achievement, lang, folder, args.images, &gifts)
                .await
                .map_err(Failure::Environment)?;
        }
        let mut gifts = gifts.into_iter();
        for (line, row) in chunk {
            let (name, fate) = match row {
                Ok(person) => {
                    let gift = gifts
                        .next()
                        .ok_or_else(|| Failure::Environment(format!("row {line} has no fate")))?;
                    (person.name.clone(), Fate::Given(gift))
                }
                Err(flaw) => (None, Fate::Flawed(*flaw)),
            };
            fates.push((*line, name, fate));
        }
        progress.at(fates.len());
    }
    progress.end();
    note(app, &achievement, &fates).await.map_err(fault)?;
    tell(app, &fates, args.json);
    if fates
        .iter()
        .any(|(.., fate)| matches!(fate, Fate::Flawed(_) | Fate::Given(Gift::Over)))
    {
        return Err(Failure::DoesNotHold);
    }
    Ok(())
}

async fn note(
    app: &App,
    achievement: &Achievement,
    fates: &[(usize, Option<String>, Fate)],
) -> crate::base::Result<()> {
    let issued = fates
        .iter()
        .filter(|(.., fate)| matches!(fate, Fate::Given(Gift::Issued(_))))
        .count();
    let mut tx = app.db.write().await?;
    access::note(
        &mut tx,
        Actor::Console,
        Noted::BadgesGiven,
        &achievement.slug,
        &issued.to_string(),
        app.now(),
    )
    .await?;
    tx.commit().await
}

/// The fate of each row: on standard output, as a table that a spreadsheet reads, or as JSON.
fn tell(app: &App, fates: &[(usize, Option<String>, Fate)], as_json: bool) {
    let t = texts();
    let url = |gift: &Gift| {
        gift.credential()
            .map(|id| app.url(&format!("/credentials/{id}")))
            .unwrap_or_default()
    };
    let holder = |gift: &Gift| {
        gift.credential()
            .map(|id| app.url(&format!("/holder/{}", app.keyring.holder_token(id))))
            .unwrap_or_default()
    };
    let word = |fate: &Fate| match fate {
        Fate::Given(Gift::Issued(_)) => "issued",
        Fate::Given(Gift::Already(_)) => "already",
        Fate::Given(Gift::Over) | Fate::Flawed(_) => "refused",
    };
    if as_json {
        let rows: Vec<Value> = fates
            .iter()
            .map(|(line, name, fate)| {
                let mut row = json!({"line": line, "name": name, "fate": word(fate)});
                match fate {
                    Fate::Given(Gift::Over) => row["reason"] = "over".into(),
                    Fate::Given(gift) => {
                        row["credential"] = url(gift).into();
                        row["holder"] = holder(gift).into();
                    }
                    Fate::Flawed(flaw) => row["reason"] = flaw.name().into(),
                }
                row
            })
            .collect();
        say(&format!("{}\n", json!({"rows": rows})));
        return;
    }
    let mut out = String::from("line\tfate\tcredential\tholder\n");
    for (line, _, fate) in fates {
        match fate {
            Fate::Given(Gift::Over) => {
                out.push_str(&format!("{line}\t{}\t\t\n", word(fate)));
                eprintln!("crema: {line}: {}", t.text("flaw-over"));
            }
            Fate::Given(gift) => {
                out.push_str(&format!(
                    "{line}\t{}\t{}\t{}\n",
                    word(fate),
                    url(gift),
                    holder(gift)
                ));
            }
            Fate::Flawed(flaw) => {
                out.push_str(&format!("{line}\t{}\t\t\n", word(fate)));
                eprintln!("crema: {line}: {}", flaw_words(&t, *flaw));
            }
        }
    }
    say(&out);
}

/// What is wrong with a row, in words.
fn flaw_words(t: &Texts, flaw: Flaw) -> String {
    t.text(&format!("flaw-{}", flaw.name()))
}

/// Why a list is refused, in words.
fn told(path: &Path, refused: &Refused) -> String {
    format!("{}: {}", path.display(), refused_words(&texts(), refused))
}

/// Writes the files of badges, those given before too.
async fn write_out(
    app: &App,
    achievement: &Achievement,
    lang: Lang,
    folder: &Path,
    images: bool,
    gifts: &[Gift],
) -> Result<(), String> {
    let drawn = if images {
        let artwork = artwork_of(app, achievement, lang.tag());
        Some((artwork::png(&artwork, 512)?, artwork::svg(&artwork)?))
    } else {
        None
    };
    let mut reader = app.db.read().await.map_err(|error| error.to_string())?;
    for gift in gifts {
        let Some(id) = gift.credential() else {
            continue;
        };
        let kept = rows::find_credential(&mut reader, id)
            .await
            .map_err(|error| error.to_string())?;
        let Some(kept) = kept else { continue };
        let put = |form: &str, bytes: &[u8]| {
            let path = folder.join(format!("{id}.{form}"));
            fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))
        };
        put("json", kept.document.as_bytes())?;
        put("jwt", kept.jwt.as_bytes())?;
        if let Some((png, svg)) = &drawn {
            let told = |error: openbadges::Error| error.to_string();
            put("png", &bake::bake_png(png, &kept.document).map_err(told)?)?;
            let svg = bake::bake_svg(svg, &kept.document).map_err(told)?;
            put("svg", svg.as_bytes())?;
        }
    }
    Ok(())
}

/// How far long work is, on a terminal, once it has taken a second.
struct Progress {
    total: usize,
    began: std::time::Instant,
    shown: bool,
}

impl Progress {
    fn new(total: usize) -> Progress {
        Progress {
            total,
            began: std::time::Instant::now(),
            shown: false,
        }
    }

    fn at(&mut self, done: usize) {
        let mut err = std::io::stderr();
        if !err.is_terminal() || self.began.elapsed().as_secs() < 1 {
            return;
        }
        self.shown = true;
        let full = done * 30 / self.total.max(1);
        // A terminal that is gone is no reason to stop.
        let _ = write!(
            err,
            "\r[{}{}] {done}/{}",
            "#".repeat(full),
            ".".repeat(30 - full.min(30)),
            self.total
        );
    }

    fn end(&self) {
        if self.shown {
            eprintln!();
        }
    }
}
