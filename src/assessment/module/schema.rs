//! The JSON Schema of the format, written from the tables that the reader is held to: for editors that complete, explain and underline while one types.

use serde_json::{Map, Value, json};

use super::keys::{MODULE, overlay::OVERLAY};
use crate::assessment::shape::{Form, Key, Table, Takes, Variant};

/// The schema, with what `say` says of each key (`key-…`) and of each table (`block-…`). In the dialect of draft 7, which editors of TOML read.
pub fn schema(say: &dyn Fn(&str) -> String) -> Value {
    written(&MODULE, say)
}

/// The same of a translation (`cafeia-module-text/1`).
pub fn overlay_schema(say: &dyn Fn(&str) -> String) -> Value {
    written(&OVERLAY, say)
}

fn written(table: &'static Table, say: &dyn Fn(&str) -> String) -> Value {
    let mut writer = Writer {
        say,
        definitions: Map::new(),
    };
    let mut schema = writer.block(table, None);
    let definitions = writer.definitions;
    if let Some(members) = schema.as_object_mut() {
        members.insert("definitions".into(), Value::Object(definitions));
        // Named first, for whoever opens the file.
        members.shift_insert(
            0,
            "$schema".into(),
            "http://json-schema.org/draft-07/schema#".into(),
        );
    }
    schema
}

struct Writer<'s> {
    say: &'s dyn Fn(&str) -> String,
    definitions: Map<String, Value>,
}

impl Writer<'_> {
    /// A table, with the keys of one of its types where it has any.
    fn block(&mut self, table: &'static Table, variant: Option<&'static Variant>) -> Value {
        let keys = table.keys_of(variant.map(|variant| variant.name));
        let mut properties = Map::new();
        let mut required = Vec::new();
        for key in keys {
            let common = variant.is_some() && table.keys.iter().any(|one| std::ptr::eq(one, key));
            let property = match variant {
                Some(variant) if key.name == "type" => {
                    self.described(key, json!({"enum": [variant.name]}))
                }
                _ if common => self.common(table, key),
                _ => self.property(key),
            };
            properties.insert(key.name.to_owned(), property);
            if key.must {
                required.push(key.name);
            }
        }
        let title = (self.say)(&format!("block-{}", table.name));
        let mut block = json!({
            "title": match variant {
                Some(variant) => format!("{title} ({})", variant.name),
                None => title,
            },
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        });
        if !required.is_empty() {
            block["required"] = required.into();
        }
        let either = variant.map_or(table.either, |variant| variant.either);
        if !either.is_empty() {
            block["anyOf"] = either
                .iter()
                .map(|key| json!({"required": [key]}))
                .collect();
        }
        block
    }

    /// A key that blocks of every type have, written once.
    fn common(&mut self, table: &'static Table, key: &'static Key) -> Value {
        let name = format!("{}.{}", table.name, key.name);
        if !self.definitions.contains_key(&name) {
            let property = self.property(key);
            self.definitions.insert(name.clone(), property);
        }
        reference(&name)
    }

    fn property(&mut self, key: &'static Key) -> Value {
        let value = self.value(&key.takes);
        self.described(key, value)
    }

    /// A value with what is said of its key. Beside a reference nothing counts, so the reference moves inside.
    fn described(&self, key: &'static Key, value: Value) -> Value {
        let mut described = Map::new();
        let about = (self.say)(&format!("key-{}", key.about));
        described.insert("description".into(), about.into());
        match value {
            Value::Object(members) if !members.contains_key("$ref") => described.extend(members),
            reference => drop(described.insert("allOf".into(), json!([reference]))),
        }
        Value::Object(described)
    }

    fn value(&mut self, takes: &'static Takes) -> Value {
        match takes {
            Takes::Is(form) => form_value(*form),
            Takes::Word(words) => json!({"enum": words()}),
            Takes::Map(item) => json!({"type": "object", "additionalProperties": self.value(item)}),
            Takes::Any(several) => {
                let several: Vec<Value> = several.iter().map(|one| self.value(one)).collect();
                json!({"anyOf": several})
            }
            Takes::List(item, least, most) => {
                let mut list = json!({"type": "array", "items": self.value(item)});
                if *least > 0 {
                    list["minItems"] = (*least).into();
                }
                if *most < usize::MAX {
                    list["maxItems"] = (*most).into();
                }
                list
            }
            Takes::Block(table) => {
                self.define(table);
                reference(table.name)
            }
        }
    }

    fn define(&mut self, table: &'static Table) {
        if self.definitions.contains_key(table.name) {
            return;
        }
        // Its place is taken before its inner tables come.
        self.definitions.insert(table.name.to_owned(), Value::Null);
        let block = if table.variants.is_empty() {
            self.block(table, None)
        } else {
            let mut kinds = Vec::new();
            for variant in table.variants {
                let block = self.block(table, Some(variant));
                let name = format!("{}-{}", table.name, variant.name);
                kinds.push(reference(&name));
                self.definitions.insert(name, block);
            }
            json!({"title": (self.say)(&format!("block-{}", table.name)), "oneOf": kinds})
        };
        self.definitions.insert(table.name.to_owned(), block);
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/definitions/{name}")})
}

/// What a single value must be, as far as a schema can say it.
fn form_value(form: Form) -> Value {
    let text = |pattern: &str| json!({"type": "string", "pattern": pattern});
    let between =
        |least: i32, most: i32| json!({"type": "number", "minimum": least, "maximum": most});
    let whole = |least: i32| json!({"type": "integer", "minimum": least});
    match form {
        Form::Text => text(r"\S"),
        Form::Blank => json!({"type": "string"}),
        Form::Id => text("^[a-z0-9][a-z0-9_-]{0,63}$"),
        Form::Version => text("^[A-Za-z0-9]([A-Za-z0-9.-]{0,30}[A-Za-z0-9])?$"),
        Form::Language => text("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"),
        Form::Address => text("^https?://"),
        Form::File => text(r"^[^/\\:][^\\:]*$"),
        Form::Duration => text("^[0-9]+(min|h|d)$"),
        Form::Span => text("^[0-9]+(d|mo|y)$"),
        Form::Size => text("^[0-9]+(KiB|MiB)$"),
        Form::ExtraTime => text(r"^(none|x[0-9]+(\.[0-9]+)?)$"),
        Form::Truth => json!({"type": "boolean"}),
        // Editors hand a day over as text.
        Form::Day => {
            json!({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
        }
        Form::Number => json!({"type": "number"}),
        Form::AboveZero => json!({"type": "number", "exclusiveMinimum": 0}),
        Form::Share => json!({"type": "number", "minimum": 0.001, "maximum": 1000}),
        Form::NotNegative => json!({"type": "number", "minimum": 0}),
        Form::Zero => json!({"enum": [0]}),
        Form::Points => between(0, 1000),
        Form::Fraction => between(0, 1),
        Form::Weight => between(-1, 1),
        Form::Count => whole(0),
        Form::Positive => whole(1),
        Form::FiveOrMore => whole(5),
    }
}
