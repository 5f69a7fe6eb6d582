//! QTI, 1EdTech Question and Test Interoperability: 3.0 is written; 3.0, 2.2 and 2.1 are read. Source: 1EdTech, "QTI 3.0 Assessment, Section and Item Information Model".

mod body;
mod package;
mod read;
mod write;

pub(super) use package::{read, write as package};
pub(super) use write::write;
