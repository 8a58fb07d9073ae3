//! Signatures and the handshake, against every vector that is known of Meta's.

use std::fs;

use proptest::prelude::*;
use saywhen::messenger::handshake::{Handshake, answer};
use saywhen::messenger::signature::{Secrets, SecretsError, proof, sign};
use saywhen::secret::Secret;
use serde_json::Value;

fn fixture(path: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/fixtures/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn json(path: &str) -> Value {
    serde_json::from_slice(&fixture(path)).unwrap()
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn secrets(texts: &[&str]) -> Secrets {
    Secrets::new(&texts.iter().map(|text| secret(text)).collect::<Vec<_>>()).unwrap()
}

#[test]
fn every_vector_is_judged_as_meta_would() {
    let vectors = json("signature/vectors.json");
    let vectors = vectors["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 9);
    for vector in vectors {
        let body = fixture(vector["body_file"].as_str().unwrap());
        let secrets = secrets(&[vector["app_secret"].as_str().unwrap()]);
        let header = vector["X-Hub-Signature-256"].as_str().map(str::as_bytes);
        let values: Vec<_> = header.into_iter().collect();
        // Capitals ("policy") are refused: Meta never sends them.
        let valid = vector["valid"] == true;
        assert_eq!(secrets.verify(&values, &body), valid.then_some(0), "{}", vector["note"]);
        if valid {
            let secret = secret(vector["app_secret"].as_str().unwrap());
            assert_eq!(sign(&secret, &body).as_bytes(), values[0]);
        }
    }
}

#[test]
fn the_proof_of_a_token_is_metas() {
    let vectors = json("signature/vectors.json");
    let vector = &vectors["appsecret_proof"];
    let text = |key: &str| vector[key].as_str().unwrap();
    let made = proof(&secret(text("app_secret")), &secret(text("access_token")));
    assert_eq!(made, text("proof"));
}

#[test]
fn the_secret_that_fits_is_named() {
    let both = secrets(&["new", "old"]);
    let by = |text| sign(&secret(text), b"{}");
    assert_eq!(both.verify(&[by("new").as_bytes()], b"{}"), Some(0));
    assert_eq!(both.verify(&[by("old").as_bytes()], b"{}"), Some(1));
    assert_eq!(both.verify(&[by("other").as_bytes()], b"{}"), None);
    assert_eq!(secrets(&["new"]).verify(&[by("old").as_bytes()], b"{}"), None);
}

#[test]
fn only_one_plain_header_counts() {
    let secrets = secrets(&["test_app_secret"]);
    let right = sign(&secret("test_app_secret"), b"{}");
    let wrong = format!("sha256={}", "0".repeat(64));
    let list = format!("{wrong},{right}");
    let refused: [&[&[u8]]; 9] = [
        &[],
        &[b""],
        &[wrong.as_bytes(), right.as_bytes()],
        &[right.as_bytes(), right.as_bytes()],
        &[list.as_bytes()],
        &[b"md5=4af51a65c34889b1daf43a0c6e36018b"],
        &[b"sha256="],
        &[&right.as_bytes()[..70]],
        &[&right.as_bytes()[7..]],
    ];
    for values in refused {
        assert_eq!(secrets.verify(values, b"{}"), None);
    }
    assert_eq!(secrets.verify(&[right.as_bytes()], b"{}"), Some(0));
}

#[test]
fn secrets_that_let_anybody_in_are_refused() {
    assert_eq!(Secrets::new(&[]).unwrap_err(), SecretsError::None);
    assert_eq!(Secrets::new(&[secret("a"), secret("")]).unwrap_err(), SecretsError::Empty);
}

#[test]
fn secrets_do_not_print() {
    assert_eq!(format!("{:?}", secrets(&["canary", "b"])), "Secrets(2)");
}

#[test]
fn long_secrets_are_hashed_as_hmac_says() {
    // The reference value is Python's `hmac.new(key, b"x", "sha256")`.
    let key = "\u{aa}".repeat(131);
    let expected = "sha256=13cbc498d733aff5ab2da374bef21e0283acf9d59b6ca6204b85b3727289e334";
    assert_eq!(sign(&secret(&key), b"x"), expected);
}

proptest! {
    #[test]
    fn one_flipped_bit_anywhere_is_noticed(body in proptest::collection::vec(any::<u8>(), 1..200), at in any::<prop::sample::Index>()) {
        let secrets = secrets(&["s"]);
        let header = sign(&secret("s"), &body);
        let mut tampered = body.clone();
        let bit = at.index(body.len() * 8);
        tampered[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(secrets.verify(&[header.as_bytes()], &body), Some(0));
        prop_assert_eq!(secrets.verify(&[header.as_bytes()], &tampered), None);
    }
}

#[test]
fn every_handshake_is_answered_as_meta_expects() {
    let file = json("verify/cases.json");
    let token = secret(file["verify_token"].as_str().unwrap());
    for case in file["cases"].as_array().unwrap() {
        let expected = match case["status"].as_u64().unwrap() {
            200 => Handshake::Challenge(case["body"].as_str().unwrap().to_owned()),
            403 => Handshake::Forbidden,
            _ => Handshake::BadRequest,
        };
        assert_eq!(answer(case["query"].as_str().unwrap(), &token), expected, "{case}");
    }
}

#[test]
fn a_handshake_with_two_tokens_is_refused() {
    let query = "hub.mode=subscribe&hub.verify_token=nope&hub.verify_token=t&hub.challenge=1";
    assert_eq!(answer(query, &secret("t")), Handshake::BadRequest);
}

#[test]
fn a_handshake_with_a_huge_challenge_is_refused() {
    let query =
        |n| format!("hub.mode=subscribe&hub.verify_token=t&hub.challenge={}", "1".repeat(n));
    assert_eq!(answer(&query(1_024), &secret("t")), Handshake::Challenge("1".repeat(1_024)));
    assert_eq!(answer(&query(1_025), &secret("t")), Handshake::BadRequest);
}

#[test]
fn an_empty_token_lets_nobody_in() {
    let query = "hub.mode=subscribe&hub.verify_token=&hub.challenge=1";
    assert_eq!(answer(query, &secret("")), Handshake::Forbidden);
    assert_eq!(answer(query, &secret("t")), Handshake::Forbidden);
}
