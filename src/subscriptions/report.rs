//! Reports on what became of a letter (delivery status notifications, RFC 3464), as far as they concern letters of ours.

/// The longest report that is read, in bytes: what is returned with it is a letter of ours, which is far smaller.
pub const MOST_BYTES: usize = 1 << 20;

/// What a report says of one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// Whether delivery was given up (`Action: failed`, section 2.3.3).
    pub failed: bool,
    /// The status code (section 2.3.4).
    pub status: String,
}

/// A report: what became of the letter, and the ids in it that may be that letter's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// A recipient each, in order; letters of ours have one.
    pub fates: Vec<Fate>,
    /// Everything that looks like the id of a letter, without its brackets.
    pub ids: Vec<String>,
}

/// Reads a report; `None` where the message is none. The two parts that are looked for cannot be encoded (RFC 3464, section 2.1, and RFC 2046, section
/// 5.2.1), so that their lines stand in the message as they are.
pub fn read(message: &str) -> Option<Report> {
    if message.len() > MOST_BYTES {
        return None;
    }
    let lines: Vec<&str> = message
        .lines()
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    let head = unfolded(lines.iter().copied().take_while(|line| !line.is_empty()));
    let kind = head.iter().find_map(|line| field(line, "content-type"))?;
    let kind = kind.to_ascii_lowercase();
    if !kind.starts_with("multipart/report") || !kind.contains("delivery-status") {
        return None;
    }
    let begins = lines.iter().position(|line| {
        field(line, "content-type").is_some_and(|kind| {
            kind.to_ascii_lowercase()
                .starts_with("message/delivery-status")
        })
    })?;
    let part = lines[begins..]
        .iter()
        .copied()
        .take_while(|line| !line.starts_with("--"));
    let groups = unfolded(part);
    // Each recipient has a group of fields, in any order, after an empty line; the first group is about the letter as a whole and has neither field.
    let mut fates = Vec::new();
    for group in groups.split(|line| line.trim().is_empty()) {
        let said = |name: &str| group.iter().find_map(|line| field(line, name));
        if let Some(status) = said("status") {
            fates.push(Fate {
                failed: said("action").is_some_and(|action| action.eq_ignore_ascii_case("failed")),
                // A comment may follow (section 2.3.4).
                status: status
                    .split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            });
        }
    }
    Some(Report {
        fates,
        ids: ids(&unfolded(lines[begins..].iter().copied())),
    })
}

/// The lines of a head, each with those that continue it (RFC 5322, section 2.2.3).
fn unfolded<'l>(lines: impl Iterator<Item = &'l str>) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    for line in lines {
        match whole.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => {
                last.push(' ');
                last.push_str(line.trim_start());
            }
            _ => whole.push(line.to_owned()),
        }
    }
    whole
}

/// What a line says, where it is the field of that name.
fn field<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let (before, value) = line.split_once(':')?;
    before
        .trim_end()
        .eq_ignore_ascii_case(name)
        .then(|| value.trim())
}

/// The ids of letters in the part that was returned.
fn ids(lines: &[String]) -> Vec<String> {
    lines
        .iter()
        .filter_map(|line| field(line, "message-id"))
        .filter_map(|value| value.split('<').nth(1)?.split('>').next())
        .filter(|id| id.len() < 300)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HARD: &str = "From: MAILER-DAEMON@mx.example.net\r\nTo: retours@cafe.example\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report;\r\n\treport-type=delivery-status; boundary=\"b1\"\r\n\r\n--b1\r\nContent-Type: text/plain\r\n\r\nI'm sorry. Status: 2.0.0\r\n--b1\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\nFinal-Recipient: rfc822; zoe@example.net\r\nAction: failed\r\nStatus: 5.1.1 (no such user)\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n nobody of that name\r\n\r\n--b1\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID:\r\n <abc.def@cafe.example>\r\nSubject: x\r\n\r\n--b1--\r\n";

    #[test]
    fn a_report_is_read_with_the_id_of_the_letter() {
        let report = read(HARD).unwrap();
        assert_eq!(report.ids, ["abc.def@cafe.example"]);
        let fate = Fate {
            failed: true,
            status: "5.1.1".into(),
        };
        assert_eq!(report.fates, [fate]);
        let plain = read(&HARD.replace("\r\n", "\n")).unwrap();
        assert_eq!(plain, report);
        let late = read(
            &HARD
                .replace("failed", "delayed")
                .replace("5.1.1 (", "4.4.1 ("),
        )
        .unwrap();
        assert!(!late.fates[0].failed);
        let turned = HARD.replace(
            "Action: failed\r\nStatus: 5.1.1 (no such user)",
            "Status: 5.1.1\r\nAction: failed",
        );
        assert_eq!(read(&turned).unwrap().fates, report.fates);
    }

    #[test]
    fn what_is_no_report_is_none() {
        for message in [
            "",
            "Subject: hello\n\nMessage-ID: <a@b>",
            &HARD.replace("multipart/report", "multipart/mixed"),
            &HARD.replace("message/delivery-status", "message/feedback-report"),
            &"x".repeat(MOST_BYTES + 1),
        ] {
            assert_eq!(read(message), None);
        }
    }
}
