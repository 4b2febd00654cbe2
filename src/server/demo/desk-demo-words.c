/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/demo/desk-demo-words.h"

const DeskDemoName desk_demo_names[] = {
  { "Lakshmi", "Subramanian", "தமிழ், English" },
  { "Rohan", "D'Souza", "English" },
  { "Mary", "Rao", "ಕನ್ನಡ, English" },
  { "Harpreet", "Singh Gill", "ਪੰਜਾਬੀ, हिन्दी" },
  { "Priya", "Venkataraghavan", "தமிழ், English" },
  { "Arjun", "Mehta", "हिन्दी, English" },
  { "Fatima", "Sheikh", "اردو, हिन्दी" },
  { "Imran", "Qureshi", "اردو, English" },
  { "Ishita", "Banerjee", "বাংলা, English" },
  { "Kavya", "Menon", "മലയാളം, English" },
  { "Nandini", "Rao", "తెలుగు, English" },
  { "Suresh", "Babu", "తెలుగు" },
  { "Vikram", "Joshi", "मराठी, हिन्दी" },
  { "Sneha", "Kulkarni", "मराठी, English" },
  { "Farhan", "Ansari", "हिन्दी" },
  { "Deepika", "Nair", "മലയാളം, English" },
  { "Manoj", "Pillai", "മലയാളം" },
  { "Rekha", "Sharma", "हिन्दी" },
  { "Amit", "Verma", "हिन्दी, English" },
  { "Pooja", "Agarwal", "हिन्दी" },
  { "Gurpreet", "Kaur", "ਪੰਜਾਬੀ" },
  { "Sanjay", "Desai", "ગુજરાતી, हिन्दी" },
  { "Hetal", "Patel", "ગુજરાતી" },
  { "Ritu", "Chatterjee", "বাংলা" },
  { "Sourav", "Ghosh", "বাংলা, English" },
  { "Meera", "Krishnan", "தமிழ்" },
  { "Karthik", "Raman", "தமிழ், English" },
  { "Divya", "Reddy", "తెలుగు, English" },
  { "Venkatesh", "Naidu", "తెలుగు" },
  { "Shalini", "Hegde", "ಕನ್ನಡ, English" },
  { "Prakash", "Gowda", "ಕನ್ನಡ" },
  { "Thomas", "Kurian", "മലയാളം, English" },
  { "Noor", "Rahman", "বাংলা, English" },
  { "Ravi", "Shankar Iyer", "தமிழ், English" },
  { "Anjali", "Bhatt", "हिन्दी, English" },
  { "Nikhil", "Wagh", "मराठी" },
  { "Zainab", "Hussain", "اردو, English" },
  { "Joseph", "Mathew", "മലയാളം, English" },
  { "Parvati", "Shetty", "ಕನ್ನಡ, English" },
  { "Mohammed", "Al-Farsi", "العربية, English" },
  { "Zoë", "Lindqvist", "Svenska, English" },
  { "Oluwaseun", "Adeyemi", "English" },
  { "Camille", "Dubois", "Français" },
  { "Daniel", "Schäfer", "Deutsch" },
  { "Tanaka", "Misaki", "日本語, English" },
  { "Aisha", "Bello", "English" },
  { "John", "Doe", "English" },
  { "Ana", "Martínez", "Español" },
  { "Luca", "Bianchi", "Italiano" },
  { "Sofia", "Almeida", "Português" },
  { "Yusuf", "Demir", "Türkçe" },
  { "Nguyen", "Thi Lan", "Tiếng Việt, English" },
  { "Chen", "Wei", "中文, English" },
  { "Kim", "Min-jun", "한국어" },
  { "Grace", "Wanjiru", "English, Kiswahili" },
  { "Piotr", "Kowalski", "Polski" },
  { "Emma", "van Dijk", "Nederlands, English" },
  { "Elena", "Popescu", "Română" },
  { "Ahmed", "Hassan", "العربية" },
  { "Leila", "Haddad", "العربية, Français" },
};
const guint desk_demo_n_names = G_N_ELEMENTS (desk_demo_names);
const guint desk_demo_n_indian_names = 39;

const DeskDemoPlace desk_demo_places[] = {
  { "Adyar, Chennai", "Gandhi Nagar", "91", 10 },
  { "Bandra West, Mumbai", "Hill Road", "91", 10 },
  { "Koramangala, Bengaluru", "5th Block", "91", 10 },
  { "Salt Lake, Kolkata", "Sector II", "91", 10 },
  { "Banjara Hills, Hyderabad", "Road No. 12", "91", 10 },
  { "Kothrud, Pune", "Paud Road", "91", 10 },
  { "Race Course, Coimbatore", "Race Course Road", "91", 10 },
  { "Vyttila, Kochi", "Thammanam Road", "91", 10 },
  { "Gomti Nagar, Lucknow", "Vipin Khand", "91", 10 },
  { "Sector 17, Chandigarh", "Madhya Marg", "91", 10 },
  { "Satellite, Ahmedabad", "Ramdev Nagar", "91", 10 },
  { "C-Scheme, Jaipur", "Ashok Marg", "91", 10 },
  { "Saket, New Delhi", "Press Enclave Road", "91", 10 },
  { "Madikeri, Coorg", "Stuart Hill", "91", 10 },
  { "Dubai", "Al Wasl Road", "971", 9 },
  { "London", "Commercial Road", "44", 10 },
  { "Berlin", "Kastanienallee", "49", 10 },
  { "Stockholm", "Götgatan", "46", 9 },
  { "Paris", "Rue Oberkampf", "33", 9 },
  { "Singapore", "Serangoon Road", "65", 8 },
  { "Lagos", "Allen Avenue", "234", 10 },
  { "Toronto", "Gerrard Street", "1", 10 },
};
const guint desk_demo_n_places = G_N_ELEMENTS (desk_demo_places);

const DeskDemoProduct desk_demo_products[] = {
  { "VEG-0101", "Tomato, hybrid 1 kg", "Guindy Farms", 4800 },
  { "VEG-0102", "Onion 2 kg", "Guindy Farms", 7600 },
  { "VEG-0107", "Potato 2 kg", "Nilgiri Produce", 6400 },
  { "VEG-0115", "Curry leaves 100 g", "Nilgiri Produce", 1500 },
  { "VEG-0121", "Spinach, cleaned 250 g", "Guindy Farms", 3900 },
  { "FRT-0204", "Alphonso mango, box of 12", "Ratnagiri Orchards", 129900 },
  { "FRT-0207", "Banana, robusta 1 kg", "Ratnagiri Orchards", 6200 },
  { "FRT-0211", "Pomegranate 1 kg", "Nashik Growers", 18900 },
  { "DRY-0301", "Full cream milk 1 L", "Aavin Line", 6800 },
  { "DRY-0304", "Paneer 500 g", "Aavin Line", 21500 },
  { "DRY-0309", "Greek yoghurt 400 g", "Milkwell", 14500 },
  { "DRY-0312", "Cow ghee 1 L", "Milkwell", 64900 },
  { "STP-0401", "Basmati rice 5 kg", "Doab Mills", 79900 },
  { "STP-0405", "Toor dal 1 kg", "Doab Mills", 17800 },
  { "STP-0410", "Whole wheat flour 10 kg", "Doab Mills", 46500 },
  { "STP-0422", "Almonds 500 g", "Kashmir Dry Fruit", 52900 },
  { "STP-0425", "Filter coffee 500 g", "Coorg Estates", 38500 },
  { "STP-0431", "Mango pickle 400 g", "Andhra Kitchen", 17500 },
  { "BAK-0502", "Sourdough loaf", "Hearth & Co", 19000 },
  { "BAK-0507", "Butter biscuits 300 g", "Hearth & Co", 12500 },
  { "HOM-0601", "Copper water bottle 1 L", "Moradabad Crafts", 89900 },
  { "HOM-0604", "Cotton bed sheet, king", "Karur Weaves", 189900 },
  { "HOM-0609", "Pressure cooker 5 L", "Southern Steel", 249900 },
  { "HOM-0613", "LED desk lamp", "Lumina", 129900 },
  { "HOM-0616", "Ceramic dinner set, 18 pieces", "Khurja Clay", 349900 },
  { "CLO-0701", "Cotton kurta, indigo, M", "Jaipur Block", 149900 },
  { "CLO-0705", "Silk saree, maroon", "Kanchi Looms", 849900 },
  { "CLO-0709", "Kids' raincoat", "Monsoon Wear", 79900 },
  { "ELE-0802", "Wireless earphones", "Sonic Valley", 199900 },
  { "ELE-0805", "Phone charger 33 W", "Sonic Valley", 99900 },
  { "ELE-0809", "Mixer grinder 750 W", "Southern Steel", 419900 },
  { "GFT-0901", "Festival sweets box", "Chandni Sweets", 99900 },
  { "GFT-0904", "Wedding gift hamper", "Chandni Sweets", 299900 },
};
const guint desk_demo_n_products = G_N_ELEMENTS (desk_demo_products);

const DeskDemoStory desk_demo_stories[] = {
  { "Product Complaint", "Spoiled {product} in {order}",
    "Hello, order {order} just came. The {product} was crushed and leaked all over the box. It smells already. What "
    "should I do with it?",
    "Dear {name}, I am sorry, that should never reach you like this. Please throw the damaged goods away and keep the "
    "box outside. I am checking the cold chain for your delivery and will come back to you today.",
    "Third complaint about this hub this week. Photo shows water damage before sealing. Suggest a refund of the "
    "affected items and a note to the hub.",
    "Thank you. I kept the box. Will the money come to my card or as credit?",
    "Spoiled by water damage before sealing. Affected items refunded, hub informed.",
    DESK_RESOLUTION_TYPE_PARTIAL_REFUND, DESK_DEMO_GOODS_FOOD },
  { "Product Complaint", "{product} tastes rancid",
    "The {product} from {order} tastes rancid, although the date on the pack is months away. I have bought it here "
    "many times and this never happened.",
    "Dear {name}, thank you for telling us, and I am sorry. Could you tell me the batch number? It is printed beside "
    "the date.",
    "Batch already known to Quality, two more complaints. Supplier asked for a statement.",
    "It says batch 11/26. I threw half of it away already.",
    "Bad batch confirmed by the supplier. Full amount of the item refunded.", DESK_RESOLUTION_TYPE_PARTIAL_REFUND,
    DESK_DEMO_GOODS_FOOD },
  { "Product Complaint", "Wrong colour of {product}",
    "I ordered the {product} and received another colour. The picture on the page is quite different. I need the right "
    "one for a wedding on Sunday.",
    "Dear {name}, I am sorry for the mix-up. I am asking the warehouse whether the right one is in stock and can leave "
    "today.",
    "Warehouse has two left in Bhiwandi. Courier can make Saturday.",
    "Saturday would be wonderful. Should I hand the wrong one to the courier?",
    "Right article sent by express, wrong one collected at the door.", DESK_RESOLUTION_TYPE_REPLACEMENT,
    DESK_DEMO_GOODS_THING },
  { "Product Complaint", "{product} broken on arrival",
    "The {product} in {order} arrived broken, the box had no padding at all. I have taken photos of the parcel before "
    "opening it.",
    "Dear {name}, thank you for the photos, they help a lot. I am sorry about this. Would you prefer another one, or "
    "your money back?",
    "Packed without corner protection, same packer as last week. Told the packing lead.",
    "Another one please, but well packed this time.", "Replacement sent with double packing.",
    DESK_RESOLUTION_TYPE_REPLACEMENT, DESK_DEMO_GOODS_THING },
  { "Delivery Problem", "{order} has not arrived",
    "Tracking for {order} has said “out for delivery” since Tuesday and nobody came. I stayed at home for two days. "
    "Where is my parcel?",
    "Dear {name}, I am sorry for the wait. I have opened a trace with the courier and will write as soon as they "
    "answer, at the latest tomorrow noon.",
    "Courier's hub in {city} has a backlog of two days. Escalated with their account manager.",
    "Another day without a parcel. This is getting silly.",
    "Parcel found in the wrong hub and delivered; delivery fee returned as store credit.",
    DESK_RESOLUTION_TYPE_STORE_CREDIT, DESK_DEMO_GOODS_ANY },
  { "Delivery Problem", "Change of address for {order}",
    "Please change the delivery address of {order} before it is sent. I am moving this weekend, the new address is in "
    "the same city.",
    "Dear {name}, of course. Please send me the new address with the pin code, I will change it as long as the parcel "
    "has not left.",
    "Not dispatched yet, hold set until 17:00.", "New address: 14 Race Course Road, Coimbatore 641018. Thank you!",
    "Address changed before dispatch.", DESK_RESOLUTION_TYPE_NO_ACTION, DESK_DEMO_GOODS_ANY },
  { "Delivery Problem", "Second delivery attempt not made",
    "The courier was here while I was at work and promised to come again in the evening. It is 22:00 now and {order} "
    "is still not here.",
    "Dear {name}, I am sorry. I have booked a delivery between 18:00 and 20:00 tomorrow and asked the driver to call "
    "you before.",
    "Driver changed on this route. Call before delivery is now set for this customer.",
    "Thank you. Please let them call, the bell does not work.", "Delivered on the third attempt after a call.",
    DESK_RESOLUTION_TYPE_NO_ACTION, DESK_DEMO_GOODS_ANY },
  { "Delivery Problem", "Courier lost {order}",
    "The courier says {order} is lost and that I should ask you. It was a wedding gift, so I need it soon or the money "
    "back.",
    "Dear {name}, I am very sorry. The courier confirmed the loss this morning. I can send it again today or pay it "
    "back, which do you prefer?",
    "Lost at the transfer in {city}. Claim filed with the courier.",
    "Money back please, it is too late for the wedding.",
    "Parcel lost by the courier. Order paid back in full, claim filed.", DESK_RESOLUTION_TYPE_FULL_REFUND,
    DESK_DEMO_GOODS_ANY },
  { "Delivery Problem", "Courier asks for cash on prepaid {order}",
    "The courier wants cash for {order}, but I have paid by card already. He left without handing over the parcel.",
    "Dear {name}, please do not pay. The order is marked as paid with us; I have corrected the courier's papers and "
    "they come again tomorrow.",
    "Label printed before the payment arrived. Reported to the label service.",
    "They came again today and it was fine.", "Courier's papers corrected, parcel handed over.",
    DESK_RESOLUTION_TYPE_NO_ACTION, DESK_DEMO_GOODS_ANY },
  { "Payment Issue", "Charged twice for {order}",
    "My card was charged twice for {order}. The bank says both are final. Please return one of them.",
    "Dear {name}, you are right, I see both payments. I have asked for one of them to be paid back; the bank needs 3 "
    "to 5 working days.",
    "Payment gateway timed out and the customer pressed Pay again. Known problem of last Friday.",
    "Thank you, I will watch my account.", "Second payment returned through the gateway.",
    DESK_RESOLUTION_TYPE_PARTIAL_REFUND, DESK_DEMO_GOODS_ANY },
  { "Payment Issue", "UPI payment pending for {order}",
    "The UPI payment for {order} has been pending for six hours, the money is gone from my account and the order says "
    "unpaid.",
    "Dear {name}, the payment has arrived with our bank, the notice was late. Your order is now marked as paid and "
    "leaves today.",
    "Late notice from the payment gateway, confirmed by reference number.", "Great, that was quick.",
    "Payment matched by hand, order released.", DESK_RESOLUTION_TYPE_NO_ACTION, DESK_DEMO_GOODS_ANY },
  { "Payment Issue", "Refund shown in the app but not in my bank",
    "The app says my refund for {order} was paid ten days ago, but there is nothing in my bank account.",
    "Dear {name}, the refund went to the card that was used, ending in 4417. Is that card still valid?",
    "Card was replaced by the bank in March. Needs a bank transfer instead.",
    "No, I got a new card in March. What now?", "Refund repeated by bank transfer.", DESK_RESOLUTION_TYPE_FULL_REFUND,
    DESK_DEMO_GOODS_ANY },
  { "Payment Issue", "Coupon not accepted",
    "The coupon WELCOME200 from your mail was not accepted for {order}. It says it is valid until the end of the "
    "month.",
    "Dear {name}, the coupon needs a basket above ₹1,000 before delivery. I have added ₹200 to your account, so that "
    "you still get it.",
    "Terms in the mail are unclear, told Marketing.", "That is kind, thank you.", "Coupon value given as store credit.",
    DESK_RESOLUTION_TYPE_STORE_CREDIT, DESK_DEMO_GOODS_ANY },
  { "Order Issue", "{product} missing from {order}",
    "Everything in {order} is fine, but the {product} is missing. The bill lists it.",
    "Dear {name}, I am sorry. I have checked the weight of the parcel, it really was not packed. Shall I send it, or "
    "pay it back?",
    "Weight at packing is 480 g below the calculated one.", "Please pay it back, I bought it at the corner.",
    "Missing item paid back.", DESK_RESOLUTION_TYPE_PARTIAL_REFUND, DESK_DEMO_GOODS_FOOD },
  { "Order Issue", "Basmati 5 kg sent, 10 kg paid",
    "I paid for two bags in {order} and only one came. Please check, I have the bill here.",
    "Dear {name}, thank you, I see it too. The second bag leaves the warehouse today.",
    "Split shipment never left the second warehouse.", "Thanks, I will wait until Friday.", "Second parcel sent.",
    DESK_RESOLUTION_TYPE_REPLACEMENT, DESK_DEMO_GOODS_ANY },
  { "Order Issue", "Cancel {order} please",
    "I ordered {order} by mistake, two times the same basket. Please cancel one of them.",
    "Dear {name}, it is cancelled, and the payment goes back to your card within 5 working days.",
    "Cancelled before picking.", "Perfect, thank you.", "Double order cancelled and paid back.",
    DESK_RESOLUTION_TYPE_FULL_REFUND, DESK_DEMO_GOODS_ANY },
  { "Order Issue", "Where is my invoice for {order}?",
    "Can I get an invoice with our company name and VAT number for {order}? The one in the mail has only my private "
    "name.",
    "Dear {name}, of course. Please send me the company's full name, address and number.",
    "Invoice address can only be changed by Finance after dispatch.",
    "Lindqvist Design AB, Götgatan 48, Stockholm, SE5560360793-01. Thanks!", "Corrected invoice sent by e-mail.",
    DESK_RESOLUTION_TYPE_NO_ACTION, DESK_DEMO_GOODS_ANY },
  { "Order Issue", "Almost past its date: {product}",
    "The {product} in {order} has only two days left on the date. I can't eat that much in two days.",
    "Dear {name}, that is too short, I am sorry. I am paying it back; please use or give away what you like.",
    "Rule is five days at least. Shelf check requested.", "Thank you for the quick answer.",
    "Paid back, shelf check done at the hub.", DESK_RESOLUTION_TYPE_PARTIAL_REFUND, DESK_DEMO_GOODS_FOOD },
  { "Technical Support", "Cannot upload my GST certificate",
    "The page for business accounts refuses my GST certificate. It says the file is too big, but it has only 900 kB.",
    "Dear {name}, could you tell me which browser you use, and whether it is a PDF or a photo?",
    "Limit in the form is 500 kB by mistake, told the web team.", "It is a photo from my phone, in Chrome.",
    "Certificate taken by e-mail and added by hand; the limit has been raised.", DESK_RESOLUTION_TYPE_NO_ACTION,
    DESK_DEMO_GOODS_NONE },
  { "Technical Support", "App closes when I open my orders",
    "Since the update the app closes as soon as I open my orders. I have installed it again, no difference.",
    "Dear {name}, thank you for trying that. Which phone and which version of the system do you have?",
    "Crash on orders with a deleted article. Fix is in the next version.", "A Redmi Note 12, Android 14.",
    "Fixed with version 5.2.1, customer confirmed.", DESK_RESOLUTION_TYPE_NO_ACTION, DESK_DEMO_GOODS_NONE },
  { "Technical Support", "No code by SMS", "I can't sign in, the code by SMS never comes. I tried four times today.",
    "Dear {name}, your number was blocked by our SMS provider after too many tries. I have released it, please try "
    "again.",
    "Released with the SMS provider.", "It works now. Thanks!", "Number released with the SMS provider.",
    DESK_RESOLUTION_TYPE_NO_ACTION, DESK_DEMO_GOODS_NONE },
  { "Other", "Do you deliver to {city} before Saturday?",
    "Do you deliver to {city} before Saturday? I would like to order for a family function.",
    "Dear {name}, yes: orders until Thursday noon arrive on Friday. Shall I reserve a slot for you?",
    "Slot reserved for Friday morning.", "Yes please, Friday between 9 and 12.", "Slot reserved.",
    DESK_RESOLUTION_TYPE_NO_ACTION, DESK_DEMO_GOODS_NONE },
  { "Other", "Is the {product} from this year's harvest?",
    "A question before I order: is the {product} from this year's harvest, and is it free of additives?",
    "Dear {name}, yes, it is from this year and nothing is added. The certificate is on the product page.",
    "Certificate checked with the supplier.", "Good to know, then I will order.", "Question answered.",
    DESK_RESOLUTION_TYPE_NO_ACTION, DESK_DEMO_GOODS_FOOD },
  { "Other", "Please delete my account",
    "I have moved abroad and would like my account and all my data deleted. There should be no open orders.",
    "Dear {name}, I am sorry to see you go. I have started the deletion, it is done within 14 days and you get a "
    "confirmation.",
    "No open orders, no open refunds. Deletion started.", "Thank you for the good years.", "Account deleted.",
    DESK_RESOLUTION_TYPE_OTHER, DESK_DEMO_GOODS_NONE },
};
const guint desk_demo_n_stories = G_N_ELEMENTS (desk_demo_stories);

/**
 * desk_demo_is_food:
 * @sku: a product's
 *
 * Returns: whether one can eat it
 */
gboolean
desk_demo_is_food (const char *sku)
{
  static const char *const prefixes[] = { "VEG", "FRT", "DRY", "STP", "BAK", "GFT" };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (sku, prefixes[i]))
      return TRUE;
  return FALSE;
}
