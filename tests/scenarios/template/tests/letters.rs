use letters_crate::letters::{self, Tone};
use symphony::{Budget, Conductor};

symphony::fakes! { "sequences/letters.json" as letters_crate::letters }

symphony::scenarios! {
    "sequences/letters.json",
    Desk,
    posting: Post,
}

fn write(fake: &Fake) -> Result<String, String> {
    let input = letters::Input { reader: "Ada".into(), tone: Tone::Warm };
    let performance = symphony::block_on(letters::perform(fake, &Conductor::default(), input));
    performance.map(|performance| performance.output.letter).map_err(|failure| failure.to_string())
}

#[derive(Default)]
struct Desk {
    tone: Option<Tone>,
    words: String,
    letter: String,
}

impl symphony::World for Desk {
    type Step = Result<(), String>;
}

#[symphony::steps]
impl ChooseWordsScenarios for Desk {
    fn given_a_warm_tone(&mut self) -> Result<(), String> {
        self.tone = Some(Tone::Warm);
        Ok(())
    }

    fn when_words_are_chosen(&mut self) -> Result<(), String> {
        self.words = "dear".into();
        Ok(())
    }

    fn then_they_are_kind(&mut self) -> Result<(), String> {
        assert_eq!(self.words, "dear");
        Ok(())
    }

    fn then_Words_are_never_missing(&mut self) -> Result<(), String> {
        self.words = "dear".into();
        if self.words.is_empty() { Err("there are none".into()) } else { Ok(()) }
    }
}

impl WriteLetterScenarios for Desk {
    fn given_a_reader(&mut self) -> Result<(), String> {
        Ok(())
    }

    fn when_a_letter_is_written(&mut self) -> Result<(), String> {
        let fake = Fake::new();
        fake.writing()
            .choose_words(|tone| Ok(format!("{tone:?}")))
            .write_letter(|reader, words| Ok(format!("{words} words for {reader}")));
        self.letter = write(&fake)?;
        assert_eq!(fake.calls().handlers(), ["chooseWords", "writeLetter", "send"]);
        assert_eq!(fake.calls().all()[1].inputs[1], ("words", "\"Warm\"".to_owned()));
        Ok(())
    }

    fn then_it_names_the_reader(&mut self) -> Result<(), String> {
        assert_eq!(self.letter, "Warm words for Ada");
        Ok(())
    }

    fn and_it_is_written_within_10s_P95(&mut self, budget: Budget) -> Result<(), String> {
        assert_eq!(budget.to_string(), "within 10s P95");
        Ok(())
    }

    fn then_its_score_is_at_least_0_7__50e0b6(&mut self) -> Result<(), String> {
        Ok(())
    }
}

#[derive(Default)]
struct Post;

impl symphony::World for Post {
    type Step = ();
}

#[symphony::steps]
impl SendScenarios for Post {
    fn given_a_letter(&mut self) {}
    fn then_it_is_on_its_way(&mut self) {
        let fake = Fake::new();
        fake.writing().choose_words(|_| Ok("no".into())).write_letter(|_, _| Err("out of ink".into()));
        let said = write(&fake).unwrap_err();
        assert!(said.contains("`writeLetter` failed: out of ink"), "{said}");
        let said = write(&Fake::new()).unwrap_err();
        assert!(said.contains("fake.writing().choose_words(|…| Ok(…))"), "{said}");
    }
    fn and_nobody_waits_for_it__2ae22c(&mut self) {}
}
