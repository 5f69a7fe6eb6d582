//! A browser without a window: it keeps cookies, and sends forms as a browser does.

use axum::http::Method;
use crema::{
    access::{
        account::{Post, Role},
        audit::Actor,
    },
    base::Email,
    flows::access,
    store::access as rows,
};

use super::world::{Answer, World};

/// A letter without the line ends of its encoding.
fn plain(letter: &str) -> String {
    letter.replace("=\r\n", "").replace("=3D", "=")
}

/// The path of the link in a letter.
pub fn link(letter: &str) -> String {
    let plain = plain(letter);
    let rest = plain.split("/entry/").nth(1).unwrap();
    let token: String = rest.chars().take(43).collect();
    format!("/entry/{token}")
}

/// The code in a letter.
pub fn code(letter: &str) -> String {
    let plain = plain(letter);
    let line = plain.lines().find(|line| line.starts_with("    ")).unwrap();
    line.trim().to_owned()
}

#[derive(Clone)]
pub struct Browser<'w> {
    pub world: &'w World,
    /// Its cookies, as it sends them.
    pub cookies: String,
}

impl<'w> Browser<'w> {
    pub fn new(world: &'w World) -> Browser<'w> {
        Browser {
            world,
            cookies: String::new(),
        }
    }

    /// Within the account of a mailbox, by a letter that it asked for.
    pub async fn entered(world: &'w World, email: &str) -> Browser<'w> {
        let mut browser = Browser::new(world);
        let letter = browser.ask(email).await;
        let entered = browser.submit(&link(&letter), &[]).await;
        assert!(entered.status.is_redirection(), "{}", entered.text());
        browser
    }

    /// Within the account of a mailbox that has a role, by a link of the server itself: a second proof is given with it.
    pub async fn steward(world: &'w World, email: &str, role: Role) -> Browser<'w> {
        let email = Email::read(email).unwrap();
        let link = access::invite(&world.app, &email, Default::default());
        let link = link.await.unwrap();
        let mut reader = world.app.db.read().await.unwrap();
        let account = rows::find_account_of(&mut reader, &email).await.unwrap();
        drop(reader);
        let post = Post {
            role,
            territory: None,
        };
        access::grant(&world.app, Actor::Console, account.unwrap().id, &post)
            .await
            .unwrap();
        let mut browser = Browser::new(world);
        let path = link.strip_prefix("http://localhost:8080").unwrap();
        let entered = browser.submit(path, &[]).await;
        assert!(entered.status.is_redirection(), "{}", entered.text());
        browser
    }

    /// Asks for a letter to a mailbox; the newest letter that was sent to anybody.
    pub async fn ask(&mut self, email: &str) -> String {
        self.submit("/entry", &[("email", email)]).await;
        self.world.run_jobs().await;
        self.world.letters().last().cloned().unwrap_or_default()
    }

    fn keep(&mut self, answer: &Answer) {
        for set in answer.headers.get_all("set-cookie") {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let name = pair.split('=').next().unwrap();
            let others = self
                .cookies
                .split("; ")
                .filter(|kept| !kept.is_empty() && kept.split('=').next() != Some(name));
            let mut cookies: Vec<&str> = others.collect();
            if !pair.ends_with('=') {
                cookies.push(pair);
            }
            self.cookies = cookies.join("; ");
        }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let headers = [
            ("accept", "text/html"),
            ("accept-language", "fr"),
            ("cookie", &self.cookies),
        ];
        let answer = self.world.send(Method::GET, path, &headers, "").await;
        self.keep(&answer);
        answer
    }

    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let headers = [
            ("accept", "text/html"),
            ("accept-language", "fr"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", "http://localhost:8080"),
            ("cookie", &self.cookies),
        ];
        let answer = self.world.send(Method::POST, path, &headers, body).await;
        self.keep(&answer);
        answer
    }
}
