//! Letters from the queue to a folder, and to a server that says no.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use crema::{
    base::{Email, Lang},
    flows::access,
    store::{jobs, sql::Order},
};

use crate::support::world::World;

async fn ask(world: &World, typed: &str) {
    access::ask(&world.app, &Email::read(typed).unwrap(), Lang::Fr)
        .await
        .unwrap();
}

async fn waiting(world: &World) -> Vec<jobs::Waiting> {
    let order = Order::of(jobs::ORDERS, "added", false, 100, 0);
    jobs::list(&mut world.app.db.read().await.unwrap(), order)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_letter_is_written_once_in_text_and_html_and_leaves_no_address_behind() {
    let world = World::new().await;
    ask(&world, "ada@example.org").await;
    let listed = waiting(&world).await;
    assert_eq!(listed.len(), 1);
    assert_eq!(world.run_jobs().await, 1);
    assert_eq!(world.run_jobs().await, 0);
    let letters = world.letters();
    assert_eq!(letters.len(), 1);
    let letter = &letters[0];
    for part in [
        "To: ada@example.org",
        "Content-Type: multipart/alternative",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
        "Auto-Submitted: auto-generated",
        &format!("Message-ID: <{}@", listed[0].id),
    ] {
        assert!(letter.contains(part), "{part}\n{letter}");
    }
    assert!(waiting(&world).await.is_empty());
}

#[tokio::test]
async fn a_letter_that_nobody_waits_for_is_not_sent() {
    let world = World::new().await;
    ask(&world, "ada@example.org").await;
    world.pass_minutes(11);
    assert_eq!(world.run_jobs().await, 1);
    assert!(world.letters().is_empty());
}

/// A server that answers `RCPT` with what it is told.
fn server(answer: &'static str, letters: Arc<AtomicUsize>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let letters = letters.clone();
            std::thread::spawn(move || {
                let mut out = stream.try_clone().unwrap();
                let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes());
                let mut data = false;
                say("220 here").unwrap();
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let said = match line.get(..4).unwrap_or(&line) {
                        "." if data => {
                            data = false;
                            letters.fetch_add(1, Ordering::SeqCst);
                            "250 taken"
                        }
                        _ if data => continue,
                        "RCPT" => answer,
                        "DATA" => {
                            data = true;
                            "354 go on"
                        }
                        "QUIT" => "221 bye",
                        _ => "250 ok",
                    };
                    if say(said).is_err() {
                        return;
                    }
                }
            });
        }
    });
    url
}

#[tokio::test]
async fn a_server_that_says_later_is_asked_again_and_one_that_says_no_is_not() {
    let letters = Arc::new(AtomicUsize::new(0));
    let world = World::with(&[("CREMA_MAIL", &server("450 4.2.1 later", letters.clone()))]).await;
    ask(&world, "ada@example.org").await;
    world.run_jobs().await;
    let listed = waiting(&world).await;
    assert!(listed[0].failed_at.is_none() && listed[0].due_at > world.app.now());
    assert!(listed[0].error.as_deref().unwrap().contains("450"));
    assert!(!listed[0].error.as_deref().unwrap().contains("ada@"));
    world.pass_minutes(1);
    world.run_jobs().await;
    assert_eq!(waiting(&world).await[0].tries, 2);

    let taken = world.again(|config| {
        config.mail =
            crema::outside::mail::Place::read(&server("250 ok", letters.clone())).unwrap();
    });
    taken.pass_minutes(2);
    taken.run_jobs().await;
    assert!(waiting(&taken).await.is_empty());
    assert_eq!(letters.load(Ordering::SeqCst), 1);

    let refused = World::with(&[(
        "CREMA_MAIL",
        &server("550 5.1.1 nobody of that name", letters.clone()),
    )])
    .await;
    ask(&refused, "ada@example.org").await;
    refused.run_jobs().await;
    let listed = waiting(&refused).await;
    assert!(listed[0].failed_at.is_some() && listed[0].tries == 1);
    assert_eq!(letters.load(Ordering::SeqCst), 1);
    refused.pass_days(31);
    crema::flows::upkeep::forget(&refused.app).await.unwrap();
    assert!(
        waiting(&refused).await.is_empty(),
        "an address is not kept for ever"
    );
}
