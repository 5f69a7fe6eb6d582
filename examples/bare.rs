//! The floor for benchmarks over HTTP: the smallest axum and askama program that gives a page of about the size of a question's. `benches/http.sh` runs it.

use askama::Template;
use axum::{Router, response::Html, routing::get};

#[derive(Template)]
#[template(
    source = "<!doctype html><html lang=\"fr\"><title>{{ title }}</title><main>{% for line in lines %}<p>{{ line }}</p>{% endfor %}</main></html>",
    ext = "html"
)]
struct Page {
    title: &'static str,
    lines: [&'static str; 60],
}

async fn page() -> Html<String> {
    let lines = ["Elle calcule, morceau par morceau, une suite probable."; 60];
    let page = Page {
        title: "Question 2 sur 17",
        lines,
    };
    Html(page.render().unwrap_or_default())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/", get(page))).await
}
