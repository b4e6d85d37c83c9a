fn main() {
    println!("{}", middle::two());
}
