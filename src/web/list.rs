//! Long lists, all alike: paged, sorted by the columns that the store can sort, and the same rows as CSV for a French spreadsheet.

use std::cmp::Ordering;

use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, tz::TimeZone};

use super::{
    Site,
    page::{self, Page},
    pager::Pager,
    problem::Problem,
};
use crate::{
    base::search_key,
    i18n::Texts,
    store::sql::{Named, Order},
};

/// Rows of one page.
const ROWS: i64 = 50;

/// Rows of one file, at most: what a spreadsheet opens.
const FILE_ROWS: i64 = 100_000;

/// What is asked of a list.
#[derive(Clone, Debug)]
pub struct Asked {
    path: String,
    page: usize,
    sort: Option<String>,
    descending: Option<bool>,
    csv: bool,
}

/// What stands in one place of a list.
#[derive(Clone)]
pub enum Value {
    /// Words.
    Text(String),
    /// A code, which the file holds, and the words for it, which the page shows.
    Coded(String, String),
    /// Words that lead somewhere: the words, then the address.
    Link(String, String),
    /// A whole number.
    Whole(i64),
    /// A number with decimals.
    Figure(f64, usize),
    /// A moment; nothing where there was none.
    Moment(Option<Timestamp>),
    /// A button: its words, then where its form goes. It is not in the file.
    Button(String, String),
}

impl Value {
    /// What it is sorted by: a number, then words as people look for them.
    fn rank(&self) -> (f64, String) {
        let read = |words: &str| match words.parse() {
            Ok(number) => (number, String::new()),
            Err(_) => (f64::INFINITY, search_key(words)),
        };
        match self {
            Value::Text(words) | Value::Coded(_, words) | Value::Link(words, _) => read(words),
            Value::Whole(number) => (*number as f64, String::new()),
            Value::Figure(number, _) => (*number, String::new()),
            Value::Moment(at) => {
                let at = at.map_or(i64::MIN, Timestamp::as_millisecond);
                (at as f64, String::new())
            }
            Value::Button(..) => (0.0, String::new()),
        }
    }

    fn cmp(&self, other: &Value) -> Ordering {
        let (own, other) = (self.rank(), other.rank());
        own.0.total_cmp(&other.0).then(own.1.cmp(&other.1))
    }
}

/// A column: the name by which it is sorted, where it is, and its words.
pub struct Column {
    sort: Option<&'static str>,
    words: String,
}

impl Column {
    /// A column that can be sorted by.
    pub fn sorted(sort: &'static str, words: String) -> Column {
        Column {
            sort: Some(sort),
            words,
        }
    }

    /// A column that only stands there.
    pub fn plain(words: String) -> Column {
        Column { sort: None, words }
    }
}

/// A list as it is to be shown.
pub struct List {
    /// The title.
    pub title: String,
    /// A sentence over it.
    pub intro: String,
    /// What stands where there is no row.
    pub empty: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The rows that were asked for.
    pub rows: Vec<Vec<Value>>,
    /// How many rows there are in all.
    pub total: i64,
    /// What can be begun from here: its words, and where.
    pub offer: Option<(String, String)>,
}

/// The head of a column on the page.
pub struct Head {
    words: String,
    href: Option<String>,
    /// `ascending`, `descending`, or nothing.
    sorted: &'static str,
}

/// What stands in one place, as the page shows it.
pub struct Place {
    words: String,
    href: Option<String>,
    action: Option<String>,
    number: bool,
}

#[derive(Template)]
#[template(path = "parts/list.html")]
struct ListPage {
    page: Page,
    intro: String,
    empty: String,
    heads: Vec<Head>,
    rows: Vec<Vec<Place>>,
    /// How many rows there are, and which page is shown.
    said: String,
    pager: Pager,
    /// The same as a file, where there is a row.
    file: Option<String>,
    /// What can be begun from here: its words, and where.
    offer: Option<(String, String)>,
    back: String,
}

impl FromRequestParts<Site> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Asked, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let named = |wanted: &str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.into_owned())
        };
        let path = parts.uri.path();
        Ok(Asked {
            csv: path.ends_with(".csv"),
            path: path.trim_end_matches(".csv").to_owned(),
            page: named("page")
                .and_then(|page| page.parse().ok())
                .unwrap_or(1_usize)
                .clamp(1, 1_000_000),
            sort: named("sort"),
            descending: named("order").map(|order| order == "descending"),
        })
    }
}

impl Asked {
    /// The order and the page for the store; `newest` says that a list which nobody sorted begins at its end.
    pub fn order(&self, orders: &[Named], newest: bool) -> Order {
        let (limit, offset) = self.rows();
        let name = self.sort.as_deref().unwrap_or_default();
        let descending = self.descending.unwrap_or(newest && self.sort.is_none());
        Order::of(orders, name, descending, limit, offset)
    }

    /// The rows of this page, of a list that is in memory already, in the order that was asked for.
    pub fn sorted(&self, columns: &[Column], mut all: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
        let sort = self.sort.as_deref();
        if let Some(place) = columns
            .iter()
            .position(|column| sort.is_some() && column.sort == sort)
        {
            all.sort_by(|a, b| a[place].cmp(&b[place]));
            if self.descending.unwrap_or(false) {
                all.reverse();
            }
        }
        self.part(all)
    }

    /// The rows of this page, of a list that is in memory already.
    pub fn part<T>(&self, all: Vec<T>) -> Vec<T> {
        let (limit, offset) = self.rows();
        let size = |number: i64| usize::try_from(number).unwrap_or_default();
        all.into_iter()
            .skip(size(offset))
            .take(size(limit))
            .collect()
    }

    fn rows(&self) -> (i64, i64) {
        if self.csv {
            (FILE_ROWS, 0)
        } else {
            (ROWS, (self.page as i64 - 1) * ROWS)
        }
    }

    /// The list as it was asked for: a page, or a file.
    pub fn answer(&self, page: Page, list: List) -> Response {
        if self.csv {
            let name = self.path.rsplit('/').next().unwrap_or("list");
            file(name, page.t, &list)
        } else {
            self.page(page, list)
        }
    }

    fn page(&self, page: Page, list: List) -> Response {
        let total = usize::try_from(list.total).unwrap_or_default();
        let pages = total.div_ceil(ROWS as usize);
        let to = |number: usize| {
            let sort = self.sort.as_ref().map(|sort| {
                let order = self.direction(self.descending.unwrap_or(false));
                format!("&sort={}&order={order}", encoded(sort))
            });
            self.address(&page, &format!("page={number}{}", sort.unwrap_or_default()))
        };
        let said = page.t.with_all(
            "list-said",
            [
                ("total", list.total.into()),
                ("page", self.page.into()),
                ("pages", pages.max(1).into()),
            ],
        );
        let heads = list.columns.iter().map(|column| self.head(&page, column));
        let rows = list.rows.into_iter().map(|row| {
            let places = row.into_iter().map(|value| place(&page, value));
            places.collect()
        });
        page::answer(&ListPage {
            heads: heads.collect(),
            rows: rows.collect(),
            pager: Pager::new(self.page, pages, to),
            file: (list.total > 0).then(|| page.link(&format!("{}.csv", self.path))),
            offer: list.offer.map(|(words, path)| (words, page.link(&path))),
            back: page.link("/admin"),
            said,
            intro: list.intro,
            empty: list.empty,
            page: page.titled(list.title).private(),
        })
    }

    fn head(&self, page: &Page, column: &Column) -> Head {
        let own = column.sort.is_some() && self.sort.as_deref() == column.sort;
        let descending = self.descending.unwrap_or(false);
        Head {
            words: column.words.clone(),
            href: column.sort.map(|sort| {
                let order = self.direction(own && !descending);
                self.address(page, &format!("sort={sort}&order={order}"))
            }),
            sorted: if own { self.direction(descending) } else { "" },
        }
    }

    fn direction(&self, descending: bool) -> &'static str {
        if descending {
            "descending"
        } else {
            "ascending"
        }
    }

    fn address(&self, page: &Page, query: &str) -> String {
        let lang = page.asked.then(|| format!("&lang={}", page.t.lang));
        format!("{}?{query}{}", self.path, lang.unwrap_or_default())
    }
}

/// The rows of a list as a file, called after what they are.
pub fn file(name: &str, t: Texts, list: &List) -> Response {
    let disposition = format!("attachment; filename=\"crema-{name}.csv\"");
    (
        [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/csv; charset=utf-8"),
            ),
            (
                header::CONTENT_DISPOSITION,
                HeaderValue::from_str(&disposition)
                    .unwrap_or(HeaderValue::from_static("attachment")),
            ),
        ],
        csv(t, list),
    )
        .into_response()
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn place(page: &Page, value: Value) -> Place {
    let plain = |words: String, number: bool| Place {
        words,
        href: None,
        action: None,
        number,
    };
    match value {
        Value::Text(words) | Value::Coded(_, words) => plain(words, false),
        Value::Link(words, path) => Place {
            href: Some(page.link(&path)),
            ..plain(words, false)
        },
        Value::Whole(number) => plain(number.to_string(), true),
        Value::Figure(number, decimals) => plain(page.t.figure(number, decimals), true),
        Value::Moment(at) => plain(at.map(moment).unwrap_or_default(), false),
        Value::Button(words, path) => Place {
            action: Some(page.link(&path)),
            ..plain(words, false)
        },
    }
}

/// A moment as a spreadsheet reads it and a person too: `2026-11-26 14:05`, in UTC.
fn moment(at: Timestamp) -> String {
    at.to_zoned_datetime(TimeZone::UTC)
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

/// RFC 4180 as a French spreadsheet opens it: UTF-8 with its mark, semicolons, decimal commas, every field in quotes, no formula.
fn csv(t: Texts, list: &List) -> String {
    let mut text = String::from('\u{feff}');
    let mut line = |fields: Vec<String>| {
        text.push_str(&fields.join(";"));
        text.push_str("\r\n");
    };
    let shown = |value: &&Value| !matches!(value, Value::Button(..));
    line(
        list.columns
            .iter()
            .filter(|column| !column.words.is_empty())
            .map(|column| quoted(&column.words))
            .collect(),
    );
    for row in &list.rows {
        line(
            row.iter()
                .filter(shown)
                .map(|value| match value {
                    Value::Text(words)
                    | Value::Coded(words, _)
                    | Value::Link(words, _)
                    | Value::Button(words, _) => quoted(words),
                    Value::Whole(number) => number.to_string(),
                    Value::Figure(number, decimals) => {
                        let figure = format!("{number:.decimals$}");
                        match t.lang {
                            crate::base::Lang::Fr => figure.replace('.', ","),
                            crate::base::Lang::En => figure,
                        }
                    }
                    Value::Moment(at) => at.map(moment).unwrap_or_default(),
                })
                .collect(),
        );
    }
    text
}

/// A field in quotes. One that a spreadsheet would take for a formula begins with an apostrophe, and is a text.
pub fn quoted(field: &str) -> String {
    let formula = field
        .trim_start_matches([' ', '\u{a0}', '\n'])
        .starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if formula { "'" } else { "" };
    format!("\"{mark}{}\"", field.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;

    #[test]
    fn rows_in_memory_are_sorted_as_people_look_for_them() {
        let columns = [
            Column::sorted("title", "Titre".into()),
            Column::sorted("number", "Nombre".into()),
            Column::plain("Autre".into()),
        ];
        let rows = || {
            [("Zoé", 9), ("écrire", 10), ("Ada", 100)]
                .map(|(title, number)| {
                    vec![
                        Value::Text(title.into()),
                        Value::Link(number.to_string(), "/".into()),
                        Value::Whole(-number),
                    ]
                })
                .to_vec()
        };
        let asked = |sort: &str, descending| Asked {
            path: "/admin/a".into(),
            page: 1,
            sort: Some(sort.into()),
            descending: Some(descending),
            csv: false,
        };
        let titles = |asked: Asked| -> Vec<String> {
            asked
                .sorted(&columns, rows())
                .into_iter()
                .map(|row| match &row[0] {
                    Value::Text(words) => words.clone(),
                    _ => String::new(),
                })
                .collect()
        };
        assert_eq!(titles(asked("title", false)), ["Ada", "écrire", "Zoé"]);
        assert_eq!(titles(asked("number", false)), ["Zoé", "écrire", "Ada"]);
        assert_eq!(titles(asked("number", true)), ["Ada", "écrire", "Zoé"]);
        // What no column is called sorts nothing.
        for other in ["", "Autre", "1; DROP TABLE"] {
            assert_eq!(titles(asked(other, true)), ["Zoé", "écrire", "Ada"]);
        }
        let second = Asked {
            page: 2,
            ..asked("title", false)
        };
        assert!(second.sorted(&columns, rows()).is_empty());
    }

    #[test]
    fn a_file_opens_in_a_french_spreadsheet_and_holds_no_formula() {
        let list = List {
            title: String::new(),
            intro: String::new(),
            empty: String::new(),
            columns: vec![
                Column::sorted("a", "Qui".into()),
                Column::plain("Part".into()),
                Column::plain(String::new()),
            ],
            rows: [
                "=HYPERLINK(\"http://evil\")",
                "@SUM(A1)",
                "+1",
                "-1",
                "\tx",
                "\rx",
                " =1",
                "a;b",
                "é\nf",
            ]
            .into_iter()
            .map(|text| {
                vec![
                    Value::Text(text.into()),
                    Value::Figure(-0.5, 2),
                    Value::Button("x".into(), "/x".into()),
                ]
            })
            .collect(),
            total: 9,
            offer: None,
        };
        let text = csv(Texts::of(Lang::Fr), &list);
        assert!(text.starts_with("\u{feff}\"Qui\";\"Part\"\r\n"), "{text:?}");
        for line in [
            "\"'=HYPERLINK(\"\"http://evil\"\")\";-0,50\r\n",
            "\"'@SUM(A1)\";",
            "\"'+1\";",
            "\"'-1\";",
            "\"'\tx\";",
            "\"'\rx\";",
            "\"' =1\";",
            "\"a;b\";",
            "\"é\nf\";-0,50\r\n",
        ] {
            assert!(text.contains(line), "{line:?}\n{text:?}");
        }
        assert!(csv(Texts::of(Lang::En), &list).contains("-0.50"));
    }
}
