//! Entering by a provider of OpenID Connect: one that does well, and every way in which one does not.

use axum::http::{Method, StatusCode};
use crema::{access::account::Role, base::Email, store::access as rows};
use serde_json::{Value, json};

use crate::support::{
    browser::Browser,
    provider::{CLIENT, Provider, SECRET, Says},
    world::{Answer, World},
};

/// An instance with a provider beside it.
async fn beside(more: &[(&str, &str)]) -> (World, Provider) {
    let provider = Provider::start(1_795_600_000).await;
    let settings = [
        ("CREMA_OPENID_ISSUER", provider.url.as_str()),
        ("CREMA_OPENID_CLIENT_ID", CLIENT),
        ("CREMA_OPENID_CLIENT_SECRET", SECRET),
        ("CREMA_OPENID_LABEL", "Maison des cafés"),
    ];
    (World::with(&[&settings, more].concat()).await, provider)
}

/// Where the page sends a browser on.
fn address(page: &Answer) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    let rest = text.split("content=\"0;url=").nth(1).unwrap();
    let address = rest.split('"').next().unwrap();
    address.replace("&#38;", "&").replace("&amp;", "&")
}

/// Goes to the provider from a page, agrees there, and comes back.
async fn round(browser: &mut Browser<'_>, provider: &Provider, from: &str, next: &str) -> Answer {
    let leaving = browser.submit(from, &[("next", next)]).await;
    let back = provider.agree(&address(&leaving));
    let page = browser.get(&back).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    come_back(browser, &back).await
}

/// Presses the button of the page that one comes back to.
async fn come_back(browser: &mut Browser<'_>, back: &str) -> Answer {
    let (path, query) = back.split_once('?').unwrap();
    let fields: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.submit(path, &fields).await
}

async fn accounts(world: &World) -> i64 {
    rows::count_accounts(&mut world.app.db.read().await.unwrap())
        .await
        .unwrap()
}

#[tokio::test]
async fn an_account_elsewhere_is_tied_from_within_and_then_lets_in() {
    let (world, provider) = beside(&[]).await;
    let mut ada = Browser::new(&world);
    assert!(
        ada.get("/entry")
            .await
            .text()
            .contains("Continuer avec Maison des cafés")
    );
    let unknown = round(&mut ada, &provider, "/entry/provider", "/me").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unknown.text().contains("next=%2Fme%2Fidentities"),
        "{}",
        unknown.text()
    );
    assert_eq!(accounts(&world).await, 0);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let mut other = Browser::entered(&world, "ada@example.org").await;
    let tied = round(&mut ada, &provider, "/me/identities", "/me").await;
    assert_eq!(tied.header("location"), "/me/identities?done=tied");
    assert_eq!(other.get("/me").await.status, StatusCode::SEE_OTHER);
    world.run_jobs().await;
    let letter = world.letters().last().cloned().unwrap();
    assert!(letter.contains("To: ada@example.org"), "{letter}");
    let page = ada.get("/me/identities").await.text();
    assert!(page.contains("Maison des cafés"));
    // Anywhere else, without a letter, to the page that was wished for, and under a new name.
    let before = other.cookies.clone();
    let within = round(&mut other, &provider, "/entry/provider", "/me/data").await;
    assert_eq!(within.header("location"), "/me/data");
    assert_ne!(other.cookies, before);
    assert!(other.get("/me").await.text().contains("ada@example.org"));
    let mut third = Browser::new(&world);
    let within = round(&mut third, &provider, "/entry/provider", "//evil.example").await;
    assert_eq!(within.header("location"), "/me");
    // Nothing of the account there stands in the database or in what is given out but the name of the provider.
    let export = ada.get("/me/export").await.json();
    assert_eq!(
        export["accounts_elsewhere"][0]["provider"],
        "Maison des cafés"
    );
    assert!(!export.to_string().contains("person-1"));
    // It is nobody else's.
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    let taken = round(&mut eve, &provider, "/me/identities", "/me").await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text().contains("autre espace"));
    let id = page.split("/me/identities/").nth(1).unwrap()[..36].to_owned();
    let removal = format!("/me/identities/{id}/removal");
    assert_eq!(
        eve.submit(&removal, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ada.submit(&removal, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let unknown = round(&mut third, &provider, "/entry/provider", "/me").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_verified_address_is_taken_where_the_setting_says_so_and_makes_nobody_staff() {
    let person = |verified: Value| Says {
        claims: json!({"email": "ada@example.org", "email_verified": verified}),
        ..Says::default()
    };
    // Without the setting the word of the provider is none.
    let (world, provider) = beside(&[]).await;
    provider.says(person(json!(true)));
    let unknown = round(
        &mut Browser::new(&world),
        &provider,
        "/entry/provider",
        "/me",
    )
    .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(accounts(&world).await, 0);
    let (world, provider) = beside(&[("CREMA_OPENID_TRUST_EMAIL", "true")]).await;
    for says in [
        person(json!(false)),
        person(json!(null)),
        Says::default(),
        Says {
            person: json!({"email": "ada@example.org"}),
            ..Says::default()
        },
        Says {
            claims: json!({"email": "no address", "email_verified": true}),
            ..Says::default()
        },
        // What is told of somebody else is told of nobody.
        Says {
            person: json!({"sub": "person-2", "email": "ada@example.org", "email_verified": true}),
            ..Says::default()
        },
    ] {
        provider.says(says);
        let unknown = round(
            &mut Browser::new(&world),
            &provider,
            "/entry/provider",
            "/me",
        )
        .await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(accounts(&world).await, 0);
    provider.says(Says {
        person: json!({"email": "ada@example.org", "email_verified": true}),
        ..Says::default()
    });
    let mut ada = Browser::new(&world);
    let within = round(&mut ada, &provider, "/entry/provider", "/me").await;
    assert_eq!(within.status, StatusCode::SEE_OTHER, "{}", within.text());
    let email = Email::read("ada@example.org").unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    let account = rows::find_account_of(&mut reader, &email).await.unwrap();
    assert!(!account.unwrap().is_staff());
    drop(reader);
    // Whoever is trusted with something is not entered by an address alone.
    Browser::steward(&world, "chef@example.org", Role::Admin).await;
    provider.says(Says {
        claims: json!({"sub": "person-3", "email": "chef@example.org", "email_verified": true}),
        ..Says::default()
    });
    let unknown = round(
        &mut Browser::new(&world),
        &provider,
        "/entry/provider",
        "/me",
    )
    .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Tied from within, it is still no second proof.
    let mut chief = Browser::entered(&world, "chef@example.org").await;
    round(&mut chief, &provider, "/me/identities", "/me").await;
    let mut again = Browser::new(&world);
    let within = round(&mut again, &provider, "/entry/provider", "/admin/members").await;
    assert_eq!(within.header("location"), "/admin/members");
    let asked = again.get("/admin/members").await;
    assert_eq!(asked.header("location"), "/me/second?next=/admin/members");
}

#[tokio::test]
async fn a_token_is_refused_whatever_is_wrong_in_it() {
    let (world, provider) = beside(&[]).await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let tied = round(&mut ada, &provider, "/me/identities", "/me").await;
    assert_eq!(tied.status, StatusCode::SEE_OTHER);
    let claims = |claims: Value| Says {
        claims,
        ..Says::default()
    };
    let now = 1_795_600_000;
    let wrong = [
        ("another nonce", claims(json!({"nonce": "another"}))),
        ("no nonce", claims(json!({"nonce": null}))),
        ("another audience", claims(json!({"aud": "another"}))),
        ("two audiences", claims(json!({"aud": [CLIENT, "another"]}))),
        ("no audience", claims(json!({"aud": null}))),
        ("another party", claims(json!({"azp": "another"}))),
        (
            "another issuer",
            claims(json!({"iss": "https://evil.example"})),
        ),
        ("no issuer", claims(json!({"iss": null}))),
        ("past", claims(json!({"iat": now - 900, "exp": now - 1}))),
        ("no end", claims(json!({"exp": null}))),
        (
            "to come",
            claims(json!({"iat": now + 900, "exp": now + 1200})),
        ),
        ("no subject", claims(json!({"sub": null}))),
        (
            "no signature at all",
            Says {
                head: json!({"alg": "none", "kid": null}),
                signed: false,
                ..Says::default()
            },
        ),
        (
            "the signature left out",
            Says {
                signed: false,
                ..Says::default()
            },
        ),
        (
            "the shared secret",
            Says {
                head: json!({"alg": "HS256", "kid": null}),
                ..Says::default()
            },
        ),
        (
            "another key under the same name",
            Says {
                key: 2,
                ..Says::default()
            },
        ),
        (
            "another key under another name",
            Says {
                key: 2,
                head: json!({"kid": "k2"}),
                ..Says::default()
            },
        ),
        (
            "something that is critical",
            Says {
                head: json!({"crit": ["exp"]}),
                ..Says::default()
            },
        ),
        (
            "no JSON",
            Says {
                only: Some((StatusCode::OK, "hello".into())),
                ..Says::default()
            },
        ),
        (
            "elsewhere",
            Says {
                only: Some((StatusCode::FOUND, String::new())),
                ..Says::default()
            },
        ),
        (
            "too much",
            Says {
                only: Some((StatusCode::OK, " ".repeat(300 << 10))),
                ..Says::default()
            },
        ),
    ];
    for (why, says) in wrong {
        let mut eve = Browser::new(&world);
        let leaving = eve.submit("/entry/provider", &[]).await;
        let back = provider.agree(&address(&leaving));
        provider.says(says);
        let refused = come_back(&mut eve, &back).await;
        provider.says(Says::default());
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        assert_eq!(eve.get("/me").await.status, StatusCode::SEE_OTHER, "{why}");
    }
    // The right one still lets in.
    let within = round(
        &mut Browser::new(&world),
        &provider,
        "/entry/provider",
        "/me",
    )
    .await;
    assert_eq!(within.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_comes_back_is_refused_when_used_old_or_of_another_browser() {
    let (world, provider) = beside(&[]).await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    round(&mut ada, &provider, "/me/identities", "/me").await;
    // Another browser, which asked nothing, or something else.
    let mut own = Browser::new(&world);
    let leaving = own.submit("/entry/provider", &[]).await;
    let back = provider.agree(&address(&leaving));
    let mut eve = Browser::new(&world);
    let asked = provider.asked();
    let nothing = come_back(&mut eve, &back).await;
    eve.submit("/entry/provider", &[]).await;
    let other = come_back(&mut eve, &back).await;
    for refused in [nothing, other] {
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(provider.asked(), asked, "a stranger makes nobody ask");
    // Used, in the session that was and in the one that is.
    let cookies = own.cookies.clone();
    let within = come_back(&mut own, &back).await;
    assert_eq!(within.status, StatusCode::SEE_OTHER, "{}", within.text());
    let asked = provider.asked();
    for cookies in [cookies, own.cookies.clone()] {
        let mut again = Browser::new(&world);
        again.cookies = cookies;
        let refused = come_back(&mut again, &back).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(provider.asked(), asked);
    // Old.
    let mut late = Browser::new(&world);
    let leaving = late.submit("/entry/provider", &[]).await;
    let back = provider.agree(&address(&leaving));
    world.pass_minutes(11);
    let refused = come_back(&mut late, &back).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Begun within one account, it ends within no other.
    let mut bea = Browser::entered(&world, "bea@example.org").await;
    let leaving = bea.submit("/me/identities", &[]).await;
    let back = provider.agree(&address(&leaving));
    bea.submit("/leave", &[]).await;
    let refused = come_back(&mut bea, &back).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    // What a provider refuses, or leaves out.
    for query in [
        "?error=access_denied&state=x",
        "",
        "?code=&state=",
        "?code=x",
    ] {
        let told = own.get(&format!("/entry/provider/return{query}")).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
}

#[tokio::test]
async fn a_provider_that_does_not_answer_or_says_it_is_another_is_told() {
    for says in [
        Says {
            only: Some((StatusCode::INTERNAL_SERVER_ERROR, String::new())),
            ..Says::default()
        },
        Says {
            only: Some((StatusCode::FOUND, String::new())),
            ..Says::default()
        },
        Says {
            itself: json!({"issuer": "https://evil.example"}),
            ..Says::default()
        },
        Says {
            itself: json!({"authorization_endpoint": "http://evil.example/auth"}),
            ..Says::default()
        },
        Says {
            itself: json!({"jwks_uri": "http://169.254.169.254/keys"}),
            ..Says::default()
        },
    ] {
        let (world, provider) = beside(&[]).await;
        provider.says(says);
        let told = Browser::new(&world).submit("/entry/provider", &[]).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.text().contains("ne répond pas"), "{}", told.text());
        // It is asked again at once, not remembered as silent.
        provider.says(Says::default());
        let leaving = Browser::new(&world).submit("/entry/provider", &[]).await;
        assert!(address(&leaving).starts_with(&provider.url));
    }
}

#[tokio::test]
async fn without_a_provider_there_is_no_way_to_one_and_no_form_is_taken_from_elsewhere() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    assert!(!ada.get("/entry").await.text().contains("/entry/provider"));
    for path in ["/entry/provider", "/me/identities"] {
        assert_eq!(ada.submit(path, &[]).await.status, StatusCode::NOT_FOUND);
    }
    let (world, _provider) = beside(&[]).await;
    let ada = Browser::entered(&world, "ada@example.org").await;
    let form = ("content-type", "application/x-www-form-urlencoded");
    for path in [
        "/entry/provider",
        "/entry/provider/return",
        "/me/identities",
        "/me/identities/0191d3a0-0000-7000-8000-000000000000/removal",
    ] {
        for headers in [
            &[
                form,
                ("cookie", &ada.cookies),
                ("origin", "https://evil.example"),
            ][..],
            &[
                form,
                ("cookie", &ada.cookies),
                ("sec-fetch-site", "cross-site"),
            ],
            &[form, ("cookie", &ada.cookies)],
        ] {
            let answer = world.send(Method::POST, path, headers, "").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
    }
}
