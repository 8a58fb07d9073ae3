//! Thai.

use crate::flow::model::own_word::OwnWord;

pub(super) const fn say(word: OwnWord) -> &'static str {
    match word {
        OwnWord::Yes => "ใช่",
        OwnWord::No => "ไม่ใช่",
        OwnWord::Done => "เสร็จแล้ว",
        OwnWord::More => "ต้องการอะไรอีกไหม",
        OwnWord::YesOrNo => "โปรดตอบว่าใช่หรือไม่ใช่",
        OwnWord::Choose => "โปรดเลือกหนึ่งตัวเลือกจากรายการนี้",
        OwnWord::Whole => "โปรดส่งจำนวนเต็ม เช่น 3",
        OwnWord::Number => "โปรดส่งตัวเลข เช่น 3 หรือ 2.5",
        OwnWord::Money => "โปรดส่งจำนวนเงิน เช่น 20",
        OwnWord::Email => "ดูเหมือนว่านี่ไม่ใช่ที่อยู่อีเมล",
        OwnWord::Phone => "ดูเหมือนว่านี่ไม่ใช่หมายเลขโทรศัพท์",
        OwnWord::Link => "ดูเหมือนว่านี่ไม่ใช่ลิงก์",
        OwnWord::Date => "โปรดส่งวันที่ เช่น 24 ธันวาคม",
        OwnWord::Time => "โปรดส่งเวลา เช่น 9:30",
        OwnWord::DateTime => "โปรดส่งวันที่และเวลา เช่น พรุ่งนี้ 9:30",
        OwnWord::Duration => "โปรดส่งระยะเวลา เช่น 2 ชั่วโมง",
        OwnWord::Location => "โปรดส่งตำแหน่งที่ตั้ง",
        OwnWord::Image => "โปรดส่งรูปภาพ",
        OwnWord::File => "โปรดส่งไฟล์",
        OwnWord::Words => "โปรดตอบเป็นข้อความ",
        OwnWord::Apology => "ขออภัย เกิดข้อผิดพลาดทางฝั่งของเรา โปรดลองอีกครั้ง",
    }
}
