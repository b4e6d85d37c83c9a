//! A function that is still to be written: whoever calls it gets a panic, whatever happens.

use proc_macro2::TokenTree;
use syn::Token;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};

/// What `panic!` says where nothing is written yet.
const EXCUSES: [&str; 4] = ["todo", "unimplemented", "not implemented", "not yet implemented"];

/// Macros that take expressions, and come to the value of each of them.
const EAGER: [&str; 5] = ["vec", "format", "dbg", "print", "println"];

/// Whether a body comes to a `todo!`, or something like it, on every way through it. A stub for a case that is rare is
/// something that somebody wrote.
pub(super) fn is_unwritten(body: &syn::Block) -> bool {
    let mut ways = Ways { is_unwritten: false, is_left_early: false };
    ways.visit_block(body);
    ways.is_unwritten && !ways.is_left_early
}

/// What is on every way, and whether there is one that ends before.
struct Ways {
    is_unwritten: bool,
    is_left_early: bool,
}

impl Ways {
    /// Looks at what is done in some cases only: nothing in it counts but that it may end the function.
    fn in_some_cases(&mut self, visit: impl FnOnce(&mut Self)) {
        let before = self.is_unwritten;
        visit(self);
        self.is_unwritten = before;
    }
}

impl<'a> Visit<'a> for Ways {
    fn visit_macro(&mut self, item: &'a syn::Macro) {
        let Some(name) = item.path.segments.last() else { return };
        let excuse = || match item.tokens.clone().into_iter().next() {
            Some(TokenTree::Literal(text)) => {
                let text = text.to_string();
                EXCUSES.iter().any(|excuse| text.trim_matches('"').eq_ignore_ascii_case(excuse))
            }
            _ => false,
        };
        if EAGER.iter().any(|eager| name.ident == eager) {
            let arguments = item.parse_body_with(Punctuated::<syn::Expr, Token![,]>::parse_terminated);
            arguments.iter().flatten().for_each(|argument| Visit::visit_expr(self, argument));
        }
        self.is_unwritten |= name.ident == "todo" || name.ident == "unimplemented" || name.ident == "panic" && excuse();
    }

    fn visit_expr_if(&mut self, item: &'a syn::ExprIf) {
        self.visit_expr(&item.cond);
        self.in_some_cases(|ways| {
            ways.visit_block(&item.then_branch);
            item.else_branch.iter().for_each(|(_, branch)| ways.visit_expr(branch));
        });
    }

    fn visit_expr_match(&mut self, item: &'a syn::ExprMatch) {
        self.visit_expr(&item.expr);
        self.in_some_cases(|ways| item.arms.iter().for_each(|arm| ways.visit_arm(arm)));
    }

    fn visit_expr_while(&mut self, item: &'a syn::ExprWhile) {
        self.visit_expr(&item.cond);
        self.in_some_cases(|ways| ways.visit_block(&item.body));
    }

    fn visit_expr_for_loop(&mut self, item: &'a syn::ExprForLoop) {
        self.visit_expr(&item.expr);
        self.in_some_cases(|ways| ways.visit_block(&item.body));
    }

    fn visit_expr_loop(&mut self, item: &'a syn::ExprLoop) {
        self.in_some_cases(|ways| visit::visit_expr_loop(ways, item));
    }

    fn visit_expr_binary(&mut self, item: &'a syn::ExprBinary) {
        self.visit_expr(&item.left);
        if matches!(item.op, syn::BinOp::And(_) | syn::BinOp::Or(_)) {
            self.in_some_cases(|ways| ways.visit_expr(&item.right));
        } else {
            self.visit_expr(&item.right);
        }
    }

    fn visit_local_init(&mut self, item: &'a syn::LocalInit) {
        self.visit_expr(&item.expr);
        self.in_some_cases(|ways| item.diverge.iter().for_each(|(_, otherwise)| ways.visit_expr(otherwise)));
    }

    fn visit_expr_return(&mut self, item: &'a syn::ExprReturn) {
        visit::visit_expr_return(self, item);
        self.is_left_early |= !self.is_unwritten;
    }

    fn visit_expr_break(&mut self, item: &'a syn::ExprBreak) {
        visit::visit_expr_break(self, item);
        self.is_left_early |= !self.is_unwritten;
    }

    // What is only declared is not done.
    fn visit_expr_closure(&mut self, _: &'a syn::ExprClosure) {}

    fn visit_item(&mut self, _: &'a syn::Item) {}
}

#[cfg(test)]
mod tests {
    use super::is_unwritten;

    #[track_caller]
    fn check(body: &str, expect: bool) {
        let body: syn::Block = syn::parse_str(&format!("{{ {body} }}")).unwrap();
        assert_eq!(is_unwritten(&body), expect);
    }

    #[test]
    fn a_body_that_always_panics_is_unwritten() {
        for body in [
            "todo!()",
            "std::unimplemented!(\"later\");",
            "let x = load()?; todo!(\"sign {x}\")",
            "let x: u8 = todo!(); Ok(x)",
            "Box::pin(async move { todo!() })",
            "panic!(\"not implemented\")",
            "return todo!();",
            "let x = vec![unimplemented!()]; Ok(())",
            "if ready() { say(); } todo!()",
        ] {
            check(body, true);
        }
    }

    #[test]
    fn a_stub_for_some_cases_is_written() {
        for body in [
            "if rare { unimplemented!(\"rare case\") } Ok(())",
            "match x { A => Ok(()), B => todo!() }",
            "let Some(x) = y else { todo!() }; Ok(())",
            "for x in y { todo!() } Ok(())",
            "while x() { todo!() } Ok(())",
            "x() || todo!()",
            "if usual { return Ok(()); } unimplemented!(\"rare\")",
            "let x = y.unwrap_or_else(|| todo!()); Ok(x)",
            "fn helper() { todo!() } Ok(())",
            "loop { if x() { break; } todo!() } Ok(())",
            "panic!(\"the desk burns\")",
            "assert!(x, \"todo!\"); Ok(())",
            "Ok(vec![if rare { todo!() } else { 1 }])",
        ] {
            check(body, false);
        }
    }
}
