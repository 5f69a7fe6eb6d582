//! `crema probe`: does what people do, against the server that runs: a badge is issued, fetched, verified, revoked, and verified again. What it leaves behind is one
//! revoked badge of an achievement of its own, that names nobody.

use std::{net::SocketAddr, time::Duration, time::Instant};

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request,
    body::Bytes,
    header::{CONTENT_TYPE, HOST},
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::{Value, json};

use super::{Failure, instance, runtime};
use crate::{
    access::audit::Actor,
    app::App,
    badges::{draft::Draft, ledger::Standing, recipient::Recipient},
    base::{Error, Lang},
    flows::badges::{self, Giver},
    store::badges as rows,
};

/// The achievement that probes are given.
const SLUG: &str = "crema-probe";

/// How long one step may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest answer that is read, in bytes.
const MOST: usize = 1 << 20;

#[derive(clap::Args)]
pub(super) struct Args {
    /// Only ask whether the server can serve; issue nothing.
    #[arg(long)]
    ready: bool,
    /// One JSON object on standard output in place of lines.
    #[arg(long)]
    json: bool,
}

/// A client of the server, as near as this machine can be.
struct Probe {
    client: Client<HttpConnector, Full<Bytes>>,
    server: SocketAddr,
    host: String,
    steps: Vec<Value>,
    json: bool,
}

/// Exit 1 where a step does not go as it should.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let config = instance::config().map_err(Failure::Environment)?;
    runtime()?.block_on(async {
        let mut server = config.listen;
        if server.ip().is_unspecified() {
            let own: std::net::IpAddr = if server.is_ipv4() {
                std::net::Ipv4Addr::LOCALHOST.into()
            } else {
                std::net::Ipv6Addr::LOCALHOST.into()
            };
            server.set_ip(own);
        }
        let mut probe = Probe {
            client: Client::builder(TokioExecutor::new()).build(HttpConnector::new()),
            server,
            host: server.to_string(),
            steps: Vec::new(),
            json: args.json,
        };
        let done = if args.ready {
            probe.ready().await
        } else {
            let app = instance::open(config, server, false)
                .await
                .map_err(Failure::Environment)?;
            app.host().clone_into(&mut probe.host);
            let done = probe.all(&app).await;
            app.db.close().await;
            done
        };
        if args.json {
            let told =
                json!({"ok": done.is_ok(), "steps": probe.steps, "error": done.as_ref().err()});
            println!("{told}");
        }
        done.map_err(|why| {
            eprintln!("crema: {why}");
            Failure::DoesNotHold
        })
    })
}

impl Probe {
    async fn ready(&mut self) -> Result<(), String> {
        let began = Instant::now();
        let (status, _) = self.call(Method::GET, "/readyz", None).await?;
        self.expect(
            "ready",
            began,
            status == 200,
            &format!("/readyz answers {status}"),
        )
    }

    async fn all(&mut self, app: &App) -> Result<(), String> {
        let told = |error: Error| error.to_string();
        self.ready().await?;
        let began = Instant::now();
        let id = issue(app).await.map_err(told)?;
        self.expect("issue", began, true, "")?;

        let began = Instant::now();
        let path = format!("/credentials/{id}.json");
        let (status, badge) = self.call(Method::GET, &path, None).await?;
        self.expect(
            "fetch",
            began,
            status == 200,
            &format!("{path} answers {status}"),
        )?;
        self.verify("verify", &badge, "valid").await?;

        let began = Instant::now();
        badges::set_standing(app, id, Standing::Revoked, Some("probe"))
            .await
            .map_err(told)?;
        self.expect("revoke", began, true, "")?;
        self.verify("verify again", &badge, "invalid").await
    }

    /// Has a badge verified by the API, as anybody may.
    async fn verify(&mut self, step: &str, badge: &Bytes, verdict: &str) -> Result<(), String> {
        let began = Instant::now();
        let body = Some(badge.clone());
        let (status, report) = self
            .call(Method::POST, "/api/v1/verifications", body)
            .await?;
        let report: Value = serde_json::from_slice(&report).unwrap_or_default();
        let said = report["verdict"].as_str().unwrap_or("nothing");
        let why = format!("the badge should be {verdict}: status {status}, verdict {said}");
        self.expect(step, began, status == 200 && said == verdict, &why)
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Bytes>,
    ) -> Result<(u16, Bytes), String> {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.server))
            .header(HOST, &self.host)
            .header(CONTENT_TYPE, "application/vc")
            .body(Full::new(body.unwrap_or_default()))
            .map_err(|error| error.to_string())?;
        let answered = async {
            let response = self
                .client
                .request(request)
                .await
                .map_err(|error| format!("no server answers at {}: {error}", self.server))?;
            let status = response.status().as_u16();
            let body = Limited::new(response.into_body(), MOST).collect().await;
            let body = body.map_err(|error| format!("{path}: {error}"))?;
            Ok((status, body.to_bytes()))
        };
        tokio::time::timeout(PATIENCE, answered)
            .await
            .map_err(|_| format!("{path}: no answer within {PATIENCE:?}"))?
    }

    fn expect(&mut self, step: &str, began: Instant, went: bool, why: &str) -> Result<(), String> {
        let ms = began.elapsed().as_secs_f64() * 1e3;
        if !self.json {
            println!(
                "{}  {step} ({ms:.0} ms)",
                if went { "ok    " } else { "FAILED" }
            );
        }
        self.steps.push(json!({"step": step, "ok": went, "ms": ms}));
        if went {
            Ok(())
        } else {
            Err(format!("{step}: {why}"))
        }
    }
}

/// Gives a badge of the probes' own achievement to nobody.
async fn issue(app: &App) -> Result<crate::base::CredentialId, Error> {
    let draft = Draft {
        slug: SLUG.into(),
        kind: "Badge".into(),
        name: "Sonde de crema".into(),
        description:
            "Émis puis révoqué par une sonde qui vérifie que le serveur fait ce qu’il doit.".into(),
        criteria: "Aucun : ce badge n’atteste rien.".into(),
        image_alt: "Un badge rond".into(),
        ..Draft::default()
    };
    let known = rows::find_achievement(&mut app.db.read().await?, SLUG).await?;
    if known.is_none() {
        badges::write(app, Actor::Console, &draft, Lang::default(), true).await?;
    }
    let achievement = rows::find_achievement(&mut app.db.read().await?, SLUG).await?;
    let achievement = achievement.ok_or(Error::Missing)?;
    let giver = Giver {
        role: "admin",
        lang: Lang::default(),
    };
    // Two probes are two recipients: what tells them apart is the moment.
    let recipient = Recipient {
        evidence: Some(format!("Sonde du {}.", app.now())),
        ..Recipient::default()
    };
    let gifts = badges::give(app, &achievement, giver, &[recipient]).await?;
    let given = gifts.first().and_then(|gift| gift.credential());
    given.ok_or(Error::Missing)
}
