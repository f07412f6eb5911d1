// Two hundred pairs of fictional people: what a volunteer types, and who is known already. They were written from what
// happens in the field (the cause stands above each group), before the code that they judge; some cannot be told apart by
// anybody who sees only these fields, and stay.
//
// One pair a line, `typed | known`, each as `name, year of birth, phone, ID, team`; `-` is what nobody knows. An ID is a
// letter for its hash.
import { toStoredPhone } from '#domain/identity.ts'
import type { Identity } from '#domain/duplicates.ts'

export interface Pair {
  cause: string
  typed: Identity
  known: Identity
}

const onePerson = `
# without accents
Nguyen Thi Hoa, 1962, 0905000101, -, 1 | Nguyễn Thị Hòa, 1962, 0905000101, -, 1
tran van binh, 1978, -, -, 1 | Trần Văn Bình, 1978, 0905000102, -, 1
Le Thi Dao, 1990, -, -, 2 | Lê Thị Đào, 1990, -, -, 2
pham minh duc, 1985, 0905000104, -, 2 | Phạm Minh Đức, 1985, 0905000104, -, 2
Huynh Thi Buoi, 1951, -, -, 3 | Huỳnh Thị Bưởi, 1951, 0905000105, a, 3
Vo Van Thuong, 1969, 0905000106, -, 3 | Võ Văn Thương, 1969, -, -, 3
Dang Nguyen Thi Kim Ngoc, 1994, -, -, 1 | Đặng Nguyễn Thị Kim Ngọc, 1994, 0905000107, -, 1
Nguyễn Văn Dung, 1973, -, -, 1 | Nguyễn Văn Dũng, 1973, 0905000108, -, 1
nguyen thi ut em, 1981, 0905000110, -, 3 | Nguyễn Thị Út Em, 1981, 0905000110, -, 3
Bui Thị Xuan, 1988, 0905000109, -, 2 | Bùi Thị Xuân, 1988, -, -, 2

# tone mark put elsewhere, capitals of the card, loose marks
Phạm Thị Hoà, 1980, -, -, 1 | Phạm Thị Hòa, 1980, 0905000111, -, 1
TRẦN THỊ THÚY, 1991, 0905000112, -, 1 | Trần Thị Thuý, 1991, -, -, 1
ĐỖ VĂN KHOẺ, 1957, -, -, 2 | Đỗ Văn Khỏe, 1957, -, -, 2
Lê Thị Thuỷ, 1975, -, -, 3 | Lê Thị Thủy, 1975, 0905000114, b, 3
Nguyễn Thị Hồng Loan, 1983, -, -, 3 | NGUYỄN THỊ HỒNG LOAN, 1983, 0905000115, -, 3
Mai  Văn   Toàn, 1966, 0905000116, -, 1 | Mai Văn Toàn, 1966, 0905000116, -, 1

# hỏi for ngã, and the other way
Nguyển Văn Mỷ, 1959, -, -, 2 | Nguyễn Văn Mỹ, 1959, -, -, 2
Lữ Thị Mẩn, 1970, -, -, 2 | Lữ Thị Mẫn, 1970, 0905000118, -, 2

# the keyboard's Telex came through
Nguyeenx Vawn Huwng, 1982, -, -, 1 | Nguyễn Văn Hưng, 1982, 0905000121, -, 1
Traanf Thij Hoaf, 1968, 0905000122, -, 1 | Trần Thị Hoà, 1968, 0905000122, -, 1
Lee Thij Thanh Taam, 1999, -, -, 2 | Lê Thị Thanh Tâm, 1999, -, -, 2
Ddinh Vawn Ddaij, 1971, -, -, 2 | Đinh Văn Đại, 1971, 0905000124, -, 2
Phajm Thij Phuwowng, 1993, 0905000125, -, 3 | Phạm Thị Phương, 1993, -, -, 3
Nguyễn Thij Lan, 1964, -, -, 3 | Nguyễn Thị Lan, 1964, 0905000126, -, 3
Huỳnh Vawn Sowmn, 1977, 0905000127, -, 1 | Huỳnh Văn Sơn, 1977, 0905000127, -, 1
Voox Thị Lieen, 1986, -, -, 1 | Võ Thị Liên, 1986, -, -, 1

# the keyboard's VNI came through
Nguye6n4 Va8n Ta2i, 1979, -, -, 1 | Nguyễn Văn Tài, 1979, 0905000131, -, 1
Tra6n2 Thi5 Le65, 1960, 0905000132, -, 2 | Trần Thị Lệ, 1960, 0905000132, -, 2
D9o64 Minh D9u7c1, 2001, -, -, 2 | Đỗ Minh Đức, 2001, -, -, 2

# i or y
Nguyễn Thị Mỹ Lệ, 1987, -, -, 1 | Nguyễn Thị Mĩ Lệ, 1987, 0905000141, -, 1
Lí Văn Quí, 1954, -, -, 1 | Lý Văn Quý, 1954, -, -, 1
Trần Thị Vy, 2003, 0905000143, -, 2 | Trần Thị Vi, 2003, 0905000143, -, 2
Hồ Thị Kỳ, 1972, -, -, 2 | Hồ Thị Kì, 1972, 0905000144, -, 2
Phan Quỳnh Hương, 1996, -, -, 3 | Phan Quình Hương, 1996, 0905000145, -, 3
Nguyễn Sĩ Tý, 1965, -, -, 3 | Nguyễn Sỹ Tí, 1965, -, -, 3

# given name first, or the words turned round
Hùng Nguyễn Văn, 1981, 0905000151, -, 1 | Nguyễn Văn Hùng, 1981, 0905000151, -, 1
An Le Thi, 1992, -, -, 1 | Lê Thị An, 1992, 0905000152, -, 1
Thảo Phương Trần, 1998, -, -, 2 | Trần Phương Thảo, 1998, -, -, 2
Nguyễn Hà Thanh, 1984, 0905000154, -, 2 | Nguyễn Thanh Hà, 1984, 0905000154, -, 2

# the phone written in another way, the year not asked
Cao Thị Sen, -, +84 905 000 161, -, 1 | Cao Thị Sen, 1976, 0905000161, -, 1
Cao van Long, -, 0905.000.162, -, 1 | Cao Văn Long, -, 0905000162, -, 1
Dương Thị Út, 1949, 0084905000163, -, 2 | Dương Thị Út, -, 0905000163, -, 2
Tô Văn Tám, -, 0905 000 164, -, 2 | Tô Văn Tám, 1963, 0905000164, c, 3
Từ Thị Mận, -, 84905000165, -, 3 | Từ Thị Mận, -, 0905000165, -, 3

# a new phone
Nguyễn Thị Thanh Nhàn, 1989, 0357000171, -, 1 | Nguyễn Thị Thanh Nhàn, 1989, 0905000171, -, 1
Trần Đình Khôi, 1974, 0357000172, -, 1 | Trần Đình Khôi, 1974, 0905000172, -, 1
Le Hoang Phuc, 2000, 0357000173, -, 2 | Lê Hoàng Phúc, 2000, 0905000173, -, 2
Phùng Thị Nết, 1956, 0357000174, -, 2 | Phùng Thị Nết, 1956, 0905000174, -, 2
Đoàn Văn Hậu Giang, 1967, 0357000175, -, 3 | Đoàn Văn Hậu Giang, 1967, 0905000175, -, 3
Nguyễn Hữu Phước, 1985, 0357000176, -, 4 | Nguyễn Hữu Phước, 1985, 0905000176, -, 3

# the year is known to one of both
Bùi Thị Kim Chung, -, 0905000181, -, 1 | Bùi Thị Kim Chung, 1952, 0905000181, -, 1
Đinh Công Tráng, 1990, 0905000182, -, 1 | Đinh Công Tráng, -, 0905000182, -, 1
Nguyen Thi Bich Lien, -, -, -, 2 | Nguyễn Thị Bích Liên, 1977, 0905000183, -, 2
Trương Quang Vinh, 1961, -, -, 2 | Trương Quang Vinh, -, -, -, 2
Lê Thị Hồng Gấm, -, 0357000185, d, 3 | Lê Thị Hồng Gấm, 1995, 0905000185, d, 3
Ngô Thị Bảy, -, 0905000186, -, 3 | Ngô Thị Bẩy, 1947, 0905000186, -, 3

# the year is a little off: counted by age, or a digit slipped
Nguyễn Thị Rớt, 1950, 0905000191, -, 1 | Nguyễn Thị Rớt, 1951, 0905000191, -, 1
Trần Văn Cu, 1948, 0905000192, -, 1 | Trần Văn Cu, 1946, 0905000192, -, 1
Võ Thị Diệu Hiền, 1988, 0905000193, -, 2 | Võ Thị Diệu Hiền, 1987, 0905000193, -, 2
Hà Minh Tuấn, 1979, 0905000194, -, 2 | Hà Minh Tuấn, 1997, 0905000194, -, 2
Châu Ngọc Ánh, 1968, 0905000195, -, 3 | Châu Ngọc Ánh, 1986, 0905000195, -, 3

# a middle word left out
Nguyễn Hương, 1991, -, -, 1 | Nguyễn Thị Thu Hương, 1991, 0905000201, -, 1
Nguyễn Thị Hương, 1976, -, -, 1 | Nguyễn Thị Quỳnh Hương, 1976, -, -, 1
Trần Phúc, 1983, 0905000203, -, 2 | Trần Hữu Phúc, 1983, 0905000203, -, 2
Le Tuyet, 1958, -, -, 2 | Lê Thị Tuyết, 1958, 0905000204, -, 2
Trần Bé Ba, 1965, -, -, 2 | Trần Thị Bé Ba, 1965, 0905000208, -, 2
Phạm Ngọc Diễm My, 2004, -, -, 3 | Phạm Diễm My, 2004, -, -, 3
Đặng Thị Lụa, -, 0905000206, -, 3 | Đặng Lụa, 1970, 0905000206, -, 3
Huỳnh Nga, 1981, 0357000207, -, 1 | Huỳnh Thị Nga, 1981, 0905000207, -, 1

# the same card was scanned
Nguyễn Thị Bé, 1945, -, e, 1 | Nguyễn Thị Bế, 1945, 0905000211, e, 1
Nguyễn Văn Tư, 1953, 0357000212, f, 1 | Nguyễn Văn Tứ, 1955, 0905000212, f, 2
Trần Thị Ngọc Hân, 1994, -, g, 2 | Hân, -, 0905000213, g, 2
Lê Văn Lợi, 1967, -, h, 2 | Lê Văn Lời, 1976, -, h, 5
Phan Thị Mười, 1972, 0357000215, i, 3 | Phan Thị 10, 1972, 0905000215, i, 3

# the card was scanned only once
Đào Thị Sương, 1986, -, j, 1 | Đào Thị Sương, 1986, 0905000221, -, 1
Lâm Văn Đạt, 1992, 0905000222, k, 1 | Lâm Văn Đạt, -, 0905000222, -, 1
Vũ Thị Nhung, 1980, -, -, 2 | Vũ Thị Nhung, 1980, 0905000223, l, 2

# a slip of the finger
Đoàn Thị Khánh Lny, 1997, 0905000230, -, 1 | Đoàn Thị Khánh Ly, 1997, 0905000230, -, 1
Nguyễn Văm Thành, 1984, 0905000231, -, 1 | Nguyễn Văn Thành, 1984, 0905000231, -, 1
Trần Thị Phượgn, 1990, -, -, 1 | Trần Thị Phượng, 1990, 0905000232, -, 1
Nguyễnn Thị Cúc, 1963, -, -, 2 | Nguyễn Thị Cúc, 1963, -, -, 2
Lê Thị Tuyêt Nhng, 1995, 0905000234, -, 2 | Lê Thị Tuyết Nhung, 1995, 0905000234, -, 2
Nguễn Đức Trọng, 1978, -, -, 3 | Nguyễn Đức Trọng, 1978, 0905000235, -, 3
Phạm Văn Quagn, 1987, 0357000236, -, 3 | Phạm Văn Quang, 1987, 0905000236, -, 3
Hồ Thị Kim Liwên, 1969, -, -, 1 | Hồ Thị Kim Liên, 1969, -, -, 1
Trần Htị Hạnh, 1974, 0905000238, -, 1 | Trần Thị Hạnh, 1974, -, -, 1
NguyễnVăn Lực, 1973, -, -, 2 | Nguyễn Văn Lực, 1973, 0905000239, -, 2

# heard through the door
Nguyễn Thị Lang, 1966, 0905000241, -, 1 | Nguyễn Thị Lan, 1966, 0905000241, -, 1
Trần Văn Vũng, 1975, 0905000242, -, 1 | Trần Văn Dũng, 1975, 0905000242, -, 1
Phạm Thị Sáng, 1960, -, -, 2 | Phan Thị Sáng, 1960, -, -, 2

# called as in the village, or by the given name alone
Bà Nguyễn Thị Trọng, 1944, -, -, 1 | Nguyễn Thị Trọng, 1944, 0905000251, -, 1
ông Lê Văn Bổn, -, 0905000252, -, 1 | Lê Văn Bổn, 1950, 0905000252, -, 1
Chị Hạnh, -, 0905000253, -, 2 | Đỗ Thị Mỹ Hạnh, 1985, 0905000253, -, 2
Bà Sáu bún, -, -, -, 2 | Võ Thị Thơm, 1955, 0905000254, -, 2

# names of the highlands
Ksor Y Blứt, 1970, 0905000263, -, 1 | Ksor Y-Blứt, 1970, 0905000263, -, 1
Siu H'Lan, 1989, -, -, 1 | Siu H’ Lan, 1989, 0905000261, -, 1
Ro Cham Hngoc, 1993, -, -, 1 | Rơ Châm H'Ngọc, 1993, -, -, 1

# everything at once
Phạm Thị Lựu, 1953, 0357000272, -, 1 | Phạm Thị Lựu, 1954, 0905000272, -, 1
Trần Thị Nhị, -, 0905000237, -, 2 | Trần Thị Nhị, 1949, 0905000273, -, 2
Lê Thị Ngân, 1971, 0357000271, -, 2 | Lê Thị Kim Ngân, 1972, 0905000271, -, 2
`

const twoPeople = `
# namesakes of other years
Nguyễn Văn Hùng, 1985, -, -, 1 | Nguyễn Văn Hùng, 1962, 0905000301, -, 1
Nguyễn Thị Lan, 1990, 0905000302, -, 1 | Nguyễn Thị Lan, 1991, 0905000303, -, 1
Trần Văn Nam, 1978, -, -, 2 | Trần Văn Nam, 1987, -, -, 2
Lê Thị Hoa, 1955, 0905000305, -, 2 | Lê Thị Hoa, 1983, -, -, 2
Nguyễn Văn Minh, 1999, -, -, 3 | Nguyễn Văn Minh, 2001, -, -, 3
Phạm Thị Hồng, 1964, 0905000307, -, 3 | Phạm Thị Hồng, 1946, 0905000308, -, 3
Nguyễn Thị Thu, 1972, -, -, 1 | Nguyễn Thị Thu, 1971, 0905000309, -, 1
Võ Văn Tâm, 1980, 0905000310, -, 1 | Võ Văn Tám, 1950, 0905000311, -, 1
Huỳnh Thị Mai, 1993, -, -, 2 | Huỳnh Thị Mai, 1968, -, -, 2
Nguyen Van Hai, 1976, -, -, 2 | Nguyễn Văn Hải, 1986, 0905000313, -, 2
Đặng Văn Sơn, 1969, -, -, 3 | Đặng Văn Sơn, 1989, 0905000314, -, 4
Nguyễn Thị Nga, 1984, 0905000315, -, 3 | Nguyễn Thị Nga, 1982, 0905000316, -, 3
Bùi Văn Long, 1995, -, -, 1 | Bùi Văn Long, 1959, -, -, 1
Siu Bang, 1990, -, -, 3 | Siu Bang, 1975, 0905000320, -, 3
Trần Thị Hạnh, 1988, 0905000318, -, 1 | Trần Thị Hạnh, 1986, 0905000319, -, 2

# namesakes of one year whose cards differ
Nguyễn Văn Dũng, 1975, 0905000321, m, 1 | Nguyễn Văn Dũng, 1975, 0905000322, n, 1
Nguyễn Thị Hương, 1987, -, o, 1 | Nguyễn Thị Hương, 1987, -, p, 1
Trần Thị Thủy, 1980, 0905000324, q, 2 | Trần Thị Thúy, 1980, 0905000325, r, 2
Lê Văn Tuấn, 1992, -, s, 2 | Lê Văn Tuấn, 1992, 0905000326, t, 3
Phạm Văn Thanh, 1968, 0905000327, u, 3 | Phạm Văn Thành, 1968, -, v, 3
Võ Thị Kim Liên, 1983, 0905000328, w, 3 | Võ Thị Kim Liên, 1983, 0905000329, x, 3

# a common name, and no year that could tell
Nguyễn Văn Hùng, -, 0905000331, -, 1 | Nguyễn Văn Hùng, 1970, 0905000332, -, 2
Nguyễn Thị Hoa, -, -, -, 1 | Nguyễn Thị Hoa, 1958, 0905000333, -, 4
Trần Văn Bình, 1981, 0905000334, -, 2 | Trần Văn Bình, -, 0905000335, -, 2
Lê Thị Hà, -, 0905000336, -, 2 | Lê Thị Hạ, -, 0905000337, -, 5
Nguyễn Thị Lành, -, 0905000338, -, 3 | Nguyễn Thị Lanh, 1960, 0905000339, -, 3
Nguyễn Văn Thắng, 1990, -, -, 3 | Nguyễn Văn Thắng, -, 0905000340, -, 6

# twins, on a parent's phone
Nguyễn Thị Thanh Hà, 2005, 0905000341, -, 1 | Nguyễn Thị Thanh Hằng, 2005, 0905000341, -, 1
Trần Văn Tài, 2003, 0905000342, -, 1 | Trần Văn Lộc, 2003, 0905000342, -, 1
Lê Hoàng Linh, 2006, 0905000343, -, 2 | Lê Hoàng Minh, 2006, 0905000343, -, 2
Phạm Gia Bảo, 2007, 0905000344, -, 2 | Phạm Gia Bách, 2007, 0905000344, -, 2
Võ Ngọc Anh, 2004, 0905000345, -, 3 | Võ Ngọc Ánh Nguyệt, 2004, 0905000345, -, 3
Huỳnh Thị Kim Nga, 2002, 0905000346, -, 3 | Huỳnh Thị Kim Ngân, 2002, 0905000346, -, 3
Đỗ Thành Long, 2005, -, -, 1 | Đỗ Thành Lộc, 2005, -, -, 1
Bùi Minh Khang, 2008, 0905000348, -, 1 | Bùi Minh Khoa, 2008, 0905000348, -, 1
Mai Thị Hoa, 1999, 0905000349, -, 2 | Mai Thị Hòa, 1999, 0905000349, -, 2

# husband and wife on one phone
Nguyễn Văn Phước, 1960, 0905000351, -, 1 | Trần Thị Lài, 1962, 0905000351, -, 1
Lê Thị Năm, 1955, 0905000352, -, 1 | Nguyễn Văn Năm, 1953, 0905000352, -, 1
Nguyễn Thị Liễu, 1970, 0905000353, -, 2 | Nguyễn Văn Liêm, 1968, 0905000353, -, 2
Trần Đình Thọ, 1948, 0905000354, -, 2 | Trần Thị Thơ, 1950, 0905000354, -, 2
Huỳnh Tấn Đạt, 1982, 0905000355, -, 3 | Võ Thị Đẹp, 1984, 0905000355, -, 3
Phạm Thị Tươi, -, 0905000356, -, 3 | Phạm Văn Tươi, -, 0905000356, -, 3
Đinh Văn Lợi, -, 0905000357, -, 1 | Đinh Thị Lý, 1971, 0905000357, -, 1
Cao Văn Hai, 1951, 0905000358, -, 1 | Cao Thị Hai, 1951, 0905000358, -, 1
Bà Hai, -, 0905000359, -, 2 | Ngô Văn Ba, 1947, 0905000359, -, 2
Hồ Thị Xuân, 1966, 0905000360, -, 2 | Hồ Văn Xuân, 1964, 0905000360, -, 2

# parent and child on one phone
Trương Thị Lê Na, 2001, 0905000350, -, 3 | Trương Thị Lệ, 1976, 0905000350, -, 3
Nguyễn Văn Hưng, 1988, 0905000361, -, 1 | Nguyễn Văn Hùng, 1960, 0905000361, -, 1
Trần Thị Kim Anh, 1992, 0905000362, -, 1 | Trần Thị Kim, 1965, 0905000362, -, 1
Lê Minh Trí, 2010, 0905000363, -, 2 | Lê Minh Tú, 1985, 0905000363, -, 2
Phan Thị Bích, 1958, 0905000364, -, 2 | Phan Ngọc Bích, 1984, 0905000364, -, 2
Võ Văn Bé, 1940, 0905000365, -, 3 | Võ Văn Bền, 1972, 0905000365, -, 3
Đặng Thị Hiền, 1967, 0905000366, -, 3 | Nguyễn Đặng Hiền Thục, 1995, 0905000366, -, 3
Huỳnh Văn Nghĩa, 1944, 0905000367, -, 1 | Huỳnh Văn Nghị, -, 0905000367, -, 1
Dương Văn Tấn, -, 0905000368, -, 1 | Dương Tấn Phát, 1990, 0905000368, -, 1
Lương Thị Sang, 1949, 0905000369, -, 2 | Lương Thị Sanh, 1975, 0905000369, -, 2
Nguyễn Bá Lộc, 1956, 0905000370, -, 2 | Nguyễn Bá Lộc Em, 1983, 0905000370, -, 2

# brothers and sisters on one phone
Nguyễn Thị Hồng Vân, 1985, 0905000371, -, 1 | Nguyễn Thị Hồng Hạnh, 1987, 0905000371, -, 1
Trần Quốc Bảo, 1996, 0905000372, -, 1 | Trần Quốc Bình, 1998, 0905000372, -, 1
Lê Thị Ngọc Loan, 1979, 0905000373, -, 2 | Lê Thị Ngọc Lan, 1977, 0905000373, -, 2
Phạm Thị Ba, 1952, 0905000374, -, 2 | Phạm Thị Bốn, 1954, 0905000374, -, 2
Võ Minh Tân, -, 0905000375, -, 3 | Võ Minh Tiến, -, 0905000375, -, 3
Huỳnh Thị Thu Thảo, 1990, 0905000376, -, 3 | Huỳnh Thị Thu Thủy, -, 0905000376, -, 3
Bùi Văn Hoan, 1971, 0905000377, -, 1 | Bùi Văn Hoàng, 1974, 0905000377, -, 1
Đỗ Hữu Nhân, 1994, 0905000378, -, 1 | Đỗ Hữu Nhẫn Nại, 1996, 0905000378, -, 1

# one year, one family name, another given name
Nguyễn Văn An, 1980, -, -, 1 | Nguyễn Văn Anh, 1980, 0905000381, -, 1
Nguyễn Thị Hoa, 1975, 0905000382, -, 1 | Nguyễn Thị Hoan, 1975, -, -, 1
Nguyễn Thị Lan, 1988, -, -, 2 | Nguyễn Thị Loan, 1988, -, -, 2
Trần Văn Tân, 1969, 0905000384, -, 2 | Trần Văn Tấn Tài, 1969, 0905000385, -, 2
Nguyễn Văn Bình, 1991, -, -, 3 | Nguyễn Văn Minh, 1991, -, -, 3
Lê Thị Hằng, 1984, 0905000387, -, 3 | Lê Thị Hạnh, 1984, 0905000388, -, 3
Nguyễn Văn Sơn, 1963, -, -, 1 | Nguyễn Văn Sang, 1963, -, -, 1
Phạm Thị Thơm, 1956, -, -, 1 | Phạm Thị Thìn, 1956, 0905000390, -, 1
Võ Văn Tú, 1997, -, -, 2 | Võ Văn Tuấn, 1997, -, -, 2
Nguyễn Thị Hải, 1970, 0905000392, -, 2 | Nguyễn Thị Hai, 1949, 0905000393, -, 2
Trần Thị Nga, 1982, -, -, 3 | Trần Thị Ngà Em, 1982, -, -, 3
Nguyễn Văn Lâm, 1974, -, -, 3 | Nguyễn Văn Lam Sơn, 1974, 0905000394, -, 4
Siu H'Lan, 1989, 0905000395, -, 3 | Siu H'Loan, 1989, 0905000396, -, 3

# one year, one given name, another family name
Nguyễn Thị Hương, 1986, -, -, 1 | Trần Thị Hương, 1986, 0905000401, -, 1
Lê Văn Dũng, 1979, 0905000402, -, 1 | Võ Văn Dũng, 1979, 0905000403, -, 1
Đỗ Thị Mai, 1993, -, -, 2 | Hồ Thị Mai, 1993, -, -, 2
Phạm Minh Tuấn, 1985, -, -, 2 | Phan Minh Tuấn, 1985, 0905000405, -, 2
Lê Thị Thủy, 1968, 0905000406, -, 3 | Lý Thị Thủy, 1968, 0905000407, -, 3
Cao Thanh Tùng, 1990, -, -, 3 | Mai Thanh Tùng, 1990, -, -, 3
Võ Thị Kim Chi, 1977, -, -, 1 | Vũ Thị Kim Chi, 1977, 0905000409, -, 5
Bùi Thị Ngọc, 1961, 0905000410, -, 2 | Hồ Thị Ngọc, 1961, -, -, 2

# one year, other words in the middle
Nguyễn Văn Hà, 1981, -, -, 1 | Nguyễn Thị Hà, 1981, 0905000421, -, 1
Trần Ngọc Anh, 1994, 0905000422, -, 1 | Trần Tuấn Anh, 1994, 0905000423, -, 1
Lê Thị Thu Hà, 1989, -, -, 2 | Lê Thị Ngọc Hà, 1989, -, -, 2
Nguyễn Đình Phúc, 1973, -, -, 2 | Nguyễn Hữu Phúc, 1973, 0905000425, -, 2
Phạm Văn Thanh, 1966, 0905000426, -, 3 | Phạm Thị Thanh, 1966, 0905000427, -, 3
Nguyễn Thanh Hà, 1984, 0905000428, -, 3 | Nguyễn Hà Thanh, 1984, 0905000429, -, 3
Võ Minh Ngọc Lan, 1998, -, -, 1 | Võ Ngọc Lan Minh, 1998, -, -, 2

# the phone of a neighbour, of the head of the neighbourhood, of a shop
Nguyễn Thị Chín, 1946, 0905000431, -, 1 | Đoàn Văn Tiến, 1980, 0905000431, -, 1
Trần Văn Mười, 1950, 0905000431, -, 1 | Lê Thị Bưởi, 1961, 0905000431, -, 1
Lê Thị Sáu, -, 0905000433, -, 2 | Phạm Thị Sáu, -, 0905000433, -, 2
Võ Thị Lượm, 1939, 0905000433, -, 2 | Đặng Thị Lượm, 1958, 0905000433, -, 2
Hồ Văn Ngọc, 1977, 0905000435, -, 3 | Hồ Ngọc Thạch, 1977, 0905000435, -, 3

# namesakes of one year whom nothing tells apart
Nguyễn Văn Thành, 1976, 0905000441, -, 1 | Nguyễn Văn Thạnh, 1976, 0905000442, -, 6
Nguyễn Thị Hồng, 1970, 0905000443, -, 2 | Nguyễn Thị Hồng, 1970, 0905000444, -, 5
`

/** Pairs of one person: each should be noticed. */
export const samePairs = read(onePerson)
/** Pairs of two people: none should be shown. */
export const otherPairs = read(twoPeople)

function read(text: string): Pair[] {
  const pairs: Pair[] = []
  let cause = ''
  for (const line of text.trim().split('\n')) {
    const [typed, known] = line.split(' | ')
    if (line.startsWith('# ')) cause = line.slice(2)
    else if (typed && known) pairs.push({ cause, typed: readPerson(typed), known: readPerson(known) })
  }
  return pairs
}

function readPerson(text: string): Identity {
  const [name = '', ...rest] = text.split(', ')
  const [year, phone, id, team = ''] = rest.map((field) => (field === '-' ? undefined : field))
  return {
    name,
    birthYear: year ? Number(year) : null,
    phone: phone ? toStoredPhone(phone) : null,
    idHash: id ? id.repeat(64) : null,
    teamId: team,
  }
}
