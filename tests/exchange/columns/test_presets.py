"""Every preset over the full header line of its program."""

# ruff: noqa: E501 - header lines stand as the programs write them

from __future__ import annotations

import pytest

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.columns.own_titles import LANGUAGES, title
from crm_desktop.exchange.columns.presets import find_preset, plain, preset_targets, presets

GROUPS = "E-mail 1 - {0},E-mail 1 - Value,Phone 1 - {0},Phone 1 - Value,Phone 12 - {0},Phone 12 - Value,Address 1 - {0},Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Website 1 - {0},Website 1 - Value,Relation 1 - {0},Relation 1 - Value,Custom Field 1 - {0},Custom Field 1 - Value"
GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,Event 1 - Label,Event 1 - Value,"
    + GROUPS.format("Label")
)
GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,IM 1 - Type,IM 1 - Service,IM 1 - Value,Organization 1 - Type,Organization 1 - Name,Organization 1 - Yomi Name,Organization 1 - Title,Organization 1 - Department,Organization 1 - Symbol,Organization 1 - Location,Organization 1 - Job Description,"
    + GROUPS.format("Type")
)
GOOGLE_OUTLOOK = "First Name,Middle Name,Last Name,Title,Suffix,Initials,Web Page,Gender,Birthday,Anniversary,Location,Language,Internet Free Busy,Notes,E-mail Address,E-mail 2 Address,E-mail 3 Address,Primary Phone,Home Phone,Home Phone 2,Mobile Phone,Pager,Home Fax,Home Address,Home Street,Home Street 2,Home Street 3,Home Address PO Box,Home City,Home State,Home Postal Code,Home Country,Spouse,Children,Manager's Name,Assistant's Name,Referred By,Company Main Phone,Business Phone,Business Phone 2,Business Fax,Assistant's Phone,Company,Job Title,Department,Office Location,Organizational ID Number,Profession,Account,Business Address,Business Street,Business Street 2,Business Street 3,Business Address PO Box,Business City,Business State,Business Postal Code,Business Country,Other Phone,Other Fax,Other Address,Other Street,Other Street 2,Other Street 3,Other Address PO Box,Other City,Other State,Other Postal Code,Other Country,Callback,Car Phone,ISDN,Radio Phone,TTY/TDD Phone,Telex,User 1,User 2,User 3,User 4,Keywords,Mileage,Hobby,Billing Information,Directory Server,Sensitivity,Priority,Private,Categories"
OUTLOOK_92 = "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,Business Street 3,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home Street 2,Home Street 3,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other Street 2,Other Street 3,Other City,Other State,Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,Home Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD Phone,Telex,Account,Anniversary,Assistant's Name,Billing Information,Birthday,Business Address PO Box,Categories,Children,Directory Server,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,E-mail 3 Address,E-mail 3 Type,E-mail 3 Display Name,Gender,Government ID Number,Hobby,Home Address PO Box,Initials,Internet Free Busy,Keywords,Language,Location,Manager's Name,Mileage,Notes,Office Location,Organizational ID Number,Other Address PO Box,Priority,Private,Profession,Referred By,Sensitivity,Spouse,User 1,User 2,User 3,User 4,Web Page"
OUTLOOK_COM = "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,Business Phone 2,Mobile Phone,Car Phone,Other Phone,Primary Phone,Pager,Business Fax,Home Fax,Other Fax,Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,IMAddress,Job Title,Department,Company,Office Location,Manager's Name,Assistant's Name,Assistant's Phone,Company Yomi,Business Street,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other City,Other State,Other Postal Code,Other Country/Region,Personal Web Page,Spouse,Schools,Hobby,Location,Web Page,Birthday,Anniversary,Notes"
OUTLOOK_RU = "Обращение,Имя,Отчество,Фамилия,Суффикс,Организация,Отдел,Должность,Улица (раб. адрес),Улица 2 (раб. адрес),Улица 3 (раб. адрес),Город (раб. адрес),Область (раб. адрес),Индекс (раб. адрес),Страна или регион (раб. адрес),Улица (дом. адрес),Улица 2 (дом. адрес),Улица 3 (дом. адрес),Город (дом. адрес),Область (дом. адрес),Почтовый код (дом.),Страна или регион (дом. адрес),Улица (другой адрес),Улица  2 (другой адрес),Улица  3 (другой адрес),Город  (другой адрес),Область  (другой адрес),Индекс  (другой адрес),Страна или регион  (другой адрес),Телефон помощника,Рабочий факс,Рабочий телефон,Телефон раб. 2,Обратный вызов,Телефон в машине,Основной телефон организации,Домашний факс,Домашний телефон,Телефон дом. 2,ISDN,Телефон переносной,Другой факс,Другой телефон,Пейджер,Основной телефон,Радиотелефон,Телетайп/телефон с титрами,Телекс,Важность,Веб-страница,Годовщина,День рождения,Дети,Заметки,Имя помощника,Инициалы,Категории,Ключевые слова,Код организации,Личный код,Отложено,Пол,Пользователь 1,Пользователь 2,Пользователь 3,Пользователь 4,Пометка,Почтовый ящик (дом. адрес),Почтовый ящик (другой адрес),Почтовый ящик (раб. адрес),Профессия,Расположение,Расположение комнаты,Расстояние,Руководитель,Сведения о доступности в Интернете,Сервер каталогов,Супруг(а),Счет,Счета,Хобби,Частное,Адрес эл. почты,Тип эл. почты,Краткое имя эл. почты,Адрес 2 эл. почты,Тип 2 эл. почты,Краткое 2 имя эл. почты,Адрес 3 эл. почты,Тип 3 эл. почты,Краткое 3 имя эл. почты,Язык"
THUNDERBIRD_EN = "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone,Fax Number,Pager Number,Mobile Number,Home Address,Home Address 2,Home City,Home State,Home ZipCode,Home Country,Work Address,Work Address 2,Work City,Work State,Work ZipCode,Work Country,Job Title,Department,Organization,Web Page 1,Web Page 2,Birth Year,Birth Month,Birth Day,Custom 1,Custom 2,Custom 3,Custom 4,Notes"
THUNDERBIRD_RU = "Имя,Фамилия,Отображаемое имя,Псевдоним,Адрес электронной почты,Альтернативный адрес электронной почты,Рабочий телефон,Домашний телефон,Номер факса,Номер пейджера,Номер мобильного телефона,Адрес,Адрес 2,Город,Регион,Почтовый индекс,Страна,Адрес (раб.),Адрес 2 (раб.),Город (раб.),Регион (раб.),Почтовый индекс (раб.),Страна (раб.),Должность,Отдел,Организация,Веб-страница 1,Веб-страница 2,Год рождения,Месяц рождения,День рождения,Прочее 1,Прочее 2,Прочее 3,Прочее 4,Заметки,Интернет-пейджер"
THUNDERBIRD_LT = "Vardas|Pavardė|Asmenvardis|Slapyvardis|Pirminis el. pašto adresas|Antrinis el. pašto adresas|Darbo telefonas|Namų telefonas|Fakso numeris|Pranešimų gaviklio numeris|Mobiliojo tel. numeris|Namų adresas|Namų adresas 2|Miestas|Valstija, sritis, provincija|Namų pašto indeksas|Valstybė|Darbovietės adresas|Darbovietės adresas 2|Miestas|Valstija, sritis, provincija|Darbo įstaigos pašto indeksas|Valstybė|Pareigos|Padalinys|Įstaiga|Tinklalapis 1|Tinklalapis 2|Gimimo metai|Gimimo mėnuo|Gimimo diena|1|2|3|4|Pastabos|AOL abonento vardas"
AMOCRM = "ID;Тип;Полное имя контакта;Имя;Фамилия;Название компании;Ответственный;Дата создания контакта;Кем создан контакт;Сделки;Дата редактирования;Кем редактирован;Теги;Примечание 1;Примечание 2;Примечание 3;Примечание 4;Примечание 5;Рабочий телефон;Рабочий прямой телефон;Мобильный телефон;Факс;Домашний телефон;Другой телефон;Рабочий email;Личный email;Другой email;Web;Адрес;Должность"
AMOCRM_DEALS = "ID;Название сделки;Бюджет ;Ответственный;Дата создания сделки;Кем создана сделка;Дата редактирования;Кем редактирована;Дата закрытия;Теги;Примечание;Примечание 2;Примечание 3;Примечание 4;Примечание 5;Этап сделки;Воронка;Полное имя контакта;Компания контакта;Ответственный за контакт;Компания;Рабочий телефон;Рабочий прямой телефон;Мобильный телефон;Факс;Домашний телефон;Другой телефон;Рабочий email;Личный email;Другой email;Город;Источник;Должность;Товар;Skype;ICQ;Jabber;Google Talk;MSN;Другой IM;Пользовательское соглашение;utm_source;utm_medium;utm_campaign;utm_term;utm_content;utm_source"
BITRIX_POINTS = "Рабочий телефон;Мобильный телефон;Номер факса;Домашний телефон;Номер пейджера;Телефон для рассылок;Другой телефон;Корпоративный сайт;Личная страница;Страница Facebook;Страница ВКонтакте;Страница LiveJournal;Микроблог Twitter;Другой сайт;Рабочий e-mail;Частный e-mail;E-mail для рассылок;Другой e-mail;Контакт Facebook;Контакт Telegram;Контакт ВКонтакте;Контакт Skype;Контакт Viber;Комментарии Instagram;Контакт Битрикс24.Network;Онлайн-чат;Контакт Открытая линия;Контакт ICQ;Контакт MSN/Live!;Контакт Jabber;Другой контакт"
BITRIX = f"ID;Обращение;Имя;Фамилия;Отчество;Имя, Фамилия;Дата рождения;Фотография;Компания;Ответственный;{BITRIX_POINTS};Должность;Комментарий;Тип контакта;Источник;Дополнительно об источнике;Экспорт;Доступен для всех"
BITRIX_LEADS = f"ID;Название лида;Обращение;Имя;Фамилия;Отчество;Имя, Фамилия;Дата рождения;Адрес;Улица, номер дома;Квартира, офис, комната, этаж;Населенный пункт;Район;Регион;Почтовый индекс;Страна;{BITRIX_POINTS};Связанный пользователь;Название компании;Должность;Комментарий;Стадия;Дополнительно о стадии;Товар;Цена;Количество;Возможная сумма;Валюта;Источник;Дополнительно об источнике;Доступен для всех;Ответственный"
BITRIX_DEALS = "ID;Направление;Стадия сделки;Название сделки;Сумма;Контакт;Дата создания;UTM Source;Контакт: Рабочий телефон;Контакт: Мобильный телефон;Контакт: Домашний телефон;Контакт: Телефон для рассылок;Контакт: Другой телефон;Контакт: Рабочий e-mail;Контакт: Частный e-mail;Контакт: Другой e-mail"
BITRIX_EN = "First Name;Last Name;Company;Status;Responsible;Work Phone;Mobile;Fax;Home Phone;Other Phone Number;Work E-mail;Home E-mail;Other E-mail;ID"
HUBSPOT = "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Job Title,Company Name,Lead Status,Create Date,Last Modified Date,Lifecycle Stage,Original Source,Associated Company,Associated Company IDs,Associated Deal,Associated Deal IDs,City,State/Region,Postal Code,Country/Region,Last Activity Date"
HUBSPOT_COMPANIES = "Record ID,Company name,Website URL,Company owner,Create Date"
PIPEDRIVE = "Person - ID,Person - Name,Person - Email,Person - Phone,Person - Last activity date,Organization - Name,Organization - Website"
PIPEDRIVE_ACTIVITIES = "Activity - Subject,Activity - Type,Activity - Due date,Activity - Due time,Activity - Done,Activity - Note,Activity - Assigned to user,Deal - Title,Person - Name,Person - Email,Organization - Name"
ZOHO = "First Name,Last Name,CONTACTID,ACCOUNTID,Account Name,Department,Email,Phone,Date of Birth,Mailing Street,Mailing City,Mailing State,Mailing Zip,Mailing Country,Skype ID,Twitter"
SALESFORCE = "Salutation,First Name,Last Name,Title,Mailing Street,Mailing City,Mailing State/Province,Mailing Zip/Postal Code,Mailing Country,Phone,Mobile,Fax,Email,Account Owner,Account Name,Lead Source"
SALESFORCE_ACCOUNTS = "ID,ISDELETED,MASTERRECORDID,NAME,TYPE,PARENTID,BILLINGSTREET,BILLINGCITY,BILLINGSTATE,BILLINGPOSTALCODE,BILLINGCOUNTRY,SHIPPINGSTREET,SHIPPINGCITY,SHIPPINGSTATE,SHIPPINGPOSTALCODE,SHIPPINGCOUNTRY,PHONE,FAX,ACCOUNTNUMBER,WEBSITE,SIC,INDUSTRY,ANNUALREVENUE,NUMBEROFEMPLOYEES,OWNERSHIP,TICKERSYMBOL,DESCRIPTION,RATING,SITE,OWNERID,CREATEDDATE,CREATEDBYID,LASTMODIFIEDDATE,LASTMODIFIEDBYID,SYSTEMMODSTAMP,LASTACTIVITYDATE,ORACLE_ID__C,SESSION_ID__C"
ODOO = "ID,Name,Job Position,Is a Company,Related Company/ID,Email,Phone,Mobile,Street,Street2,ZIP,City,State,Country,Website,TIN,Comment,Internal Reference"
ODOO_CONTACTS = (
    "Name,Is a company,Related company,Address type,Customer,Supplier,Street,ZIP,City,State,Country"
)
BITRIX_EN_LEADS = "Lead Name;Lead Companies;Responsible;Work Phone;Mobile;Fax;Home Phone;Other Phone Number;Work E-mail;Home E-mail;Other E-mail;Stage;Product;Price;Quantity;Opportunity;Currency;Source;ID"
BITRIX_EN_DEALS = "ID;Pipeline;Stage;Deal Name;Amount;Currency;Contact;Company;Created on;Responsible person;Contact: Work Phone;Contact: Mobile;Contact: Work E-mail"
HUBSPOT_DEALS = "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Associated Company IDs,Associated Contact IDs,Associated Contact,Associated Company,Deal Type"
PIPEDRIVE_ORGANIZATIONS = "Organization - ID,Organization - Name,Organization - Address,Organization - Owner,Organization - People,Organization - Website"
PIPEDRIVE_DEALS = "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Status,Deal - Stage,Deal - Pipeline,Deal - Owner,Deal - Expected close date,Deal - Won time,Deal - Lost reason,Person - Name,Person - Email,Person - Phone,Organization - Name"
ZOHO_NEW = "Record Id,Contact Owner.id,Contact Owner,Lead Source,First Name,Last Name,Account Name.id,Account Name,Email,Title,Department,Phone,Home Phone,Mobile,Date of Birth,Mailing Street,Mailing City,Mailing State,Mailing Zip,Mailing Country,Description,Tag"
ZOHO_ACCOUNTS = "Record Id,Account Owner.id,Account Owner,Account Name,Account Site,Phone,Fax,Website,Account Type,Industry,Annual Revenue,Employees,Billing Street,Billing City,Billing State,Billing Code,Billing Country,Shipping Street,Shipping City,Shipping State,Shipping Code,Shipping Country,Description"
ZOHO_LEADS = "Record Id,Lead Owner.id,Lead Owner,Company,First Name,Last Name,Designation,Email,Phone,Mobile,Website,Lead Source,Lead Status,Industry,No. of Employees,Annual Revenue,Skype ID,Street,City,State,Zip Code,Country,Description"
ZOHO_DEALS = "Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name.id,Account Name,Stage,Type,Probability (%),Expected Revenue,Next Step,Lead Source,Contact Name.id,Contact Name,Description,Reason For Loss,Pipeline"
SALESFORCE_REPORT = "Account ID,Account Name,Account Owner,Phone,Fax,Website,Type,Industry,Billing Street,Billing City,Billing State/Province,Billing Zip/Postal Code,Billing Country,Shipping Street,Shipping City,Shipping State/Province,Shipping Zip/Postal Code,Shipping Country,Last Activity,Description"
SALESFORCE_LEADS = "Lead ID,Salutation,First Name,Last Name,Title,Company / Account,Email,Phone,Mobile,Lead Status,Lead Source,Lead Owner,Street,City,State/Province,Zip/Postal Code,Country,Rating,Create Date"
SALESFORCE_DEALS = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount Currency,Amount,Probability (%),Close Date,Created Date,Opportunity Owner,Lead Source,Type,Next Step,Age,Fiscal Period,Won,Closed"
SALESFORCE_DEALS_API = "ID,ISDELETED,ACCOUNTID,NAME,DESCRIPTION,STAGENAME,AMOUNT,PROBABILITY,CLOSEDATE,TYPE,NEXTSTEP,LEADSOURCE,ISCLOSED,ISWON,FORECASTCATEGORY,OWNERID,CREATEDDATE"
LINKEDIN_OLD = "Title,First Name,Middle Name,Last Name,Suffix,E-mail Address,E-mail 2 Address,E-mail 3 Address,Business Street,Business City,Business State,Business Postal Code,Business Country,Business Phone 2,Home Phone 2,Callback,Telex,Company,Job Title,Notes,Birthday"
LINKEDIN = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"

LINES = [
    (
        "google_new",
        GOOGLE_NEW,
        ",",
        {"Phone 12 - Value": "phone#12", "Labels": "group", "Event 1 - Label": "date.label#1"},
    ),
    (
        "google_old",
        GOOGLE_OLD,
        ",",
        {"Group Membership": "group", "IM 1 - Service": "messenger.label#1", "Photo": "own:Photo"},
    ),
    ("outlook_en", GOOGLE_OUTLOOK, ",", {"Home Address": "address.home.full", "Title": "name.prefix"}),
    (
        "outlook_en",
        OUTLOOK_92,
        ",",
        {"Government ID Number": "sensitive:Government ID Number", "E-mail 3 Address": "email"},
    ),
    (
        "outlook_en",
        OUTLOOK_92.replace("Country/Region", "Country"),
        ",",
        {"Home Country": "address.home.country"},
    ),
    ("outlook_en", OUTLOOK_COM, ",", {"Assistant's Phone": "own:Assistant's Phone", "Birthday": "birthday"}),
    (
        "outlook_ru",
        OUTLOOK_RU,
        ",",
        {
            "Город  (другой адрес)": "address.other.city",
            "День рождения": "birthday",
            "Личный код": "sensitive:Личный код",
        },
    ),
    ("thunderbird_en", THUNDERBIRD_EN, ",", {"Birth Day": "birthday.day", "Work City": "address.work.city"}),
    (
        "thunderbird_en",
        THUNDERBIRD_EN.replace("State", "County").replace("ZipCode", "Post Code").replace("zation", "sation"),
        ",",
        {"Home County": "address.home.region"},
    ),
    (
        "thunderbird_ru",
        THUNDERBIRD_RU,
        ",",
        {"День рождения": "birthday.day", "Адрес": "address.home.street"},
    ),
    ("thunderbird_lt", THUNDERBIRD_LT, "|", {"1": "own:1", "Gimimo diena": "birthday.day"}),
    ("amocrm_contacts", AMOCRM, ";", {"ID": "external_id.amocrm", "Рабочий прямой телефон": "phone.direct"}),
    (
        "amocrm_deals",
        AMOCRM_DEALS,
        ";",
        {
            "Бюджет ": "deal.amount",
            "Компания контакта": "company.name",
            "utm_source": "own:utm_source",
            "ID": "deal.id.amocrm",
        },
    ),
    ("bitrix24_ru", BITRIX, ";", {"Имя, Фамилия": "name.full", "Контакт Telegram": "messenger.telegram"}),
    (
        "bitrix24_ru_leads",
        BITRIX_LEADS,
        ";",
        {"Населенный пункт": "address.city", "Стадия": "deal.stage", "ID": "deal.id.bitrix24.lead"},
    ),
    (
        "bitrix24_ru_deals",
        BITRIX_DEALS,
        ";",
        {"Контакт: Частный e-mail": "email.home", "Контакт": "name.full", "Сумма": "deal.amount"},
    ),
    ("bitrix24_en", BITRIX_EN, ";", {"Mobile": "phone.mobile", "Home E-mail": "email.home"}),
    ("hubspot_contacts", HUBSPOT, ",", {"Record ID": "external_id.hubspot", "Lifecycle Stage": "stage"}),
    ("bitrix24_en_leads", BITRIX_EN_LEADS, ";", {"Lead Name": "deal.title", "Stage": "deal.stage"}),
    (
        "bitrix24_en_deals",
        BITRIX_EN_DEALS,
        ";",
        {"Contact: Work Phone": "phone.work", "Pipeline": "deal.pipeline"},
    ),
    (
        "hubspot_companies",
        HUBSPOT_COMPANIES,
        ",",
        {"Company name": "company.name", "Record ID": "external_id.hubspot.company"},
    ),
    (
        "hubspot_deals",
        HUBSPOT_DEALS,
        ",",
        {"Associated Contact IDs": "deal.client.hubspot", "Amount": "deal.amount"},
    ),
    ("pipedrive_organizations", PIPEDRIVE_ORGANIZATIONS, ",", {"Organization - Name": "company.name"}),
    ("pipedrive_deals", PIPEDRIVE_DEALS, ",", {"Deal - Value": "deal.amount", "Person - Email": "email"}),
    (
        "zoho_contacts",
        ZOHO_NEW,
        ",",
        {"Record Id": "external_id.zoho", "Account Name.id": "own:Account Name.id"},
    ),
    ("zoho_accounts", ZOHO_ACCOUNTS, ",", {"Billing Code": "address.billing.postal_code"}),
    ("zoho_leads", ZOHO_LEADS, ",", {"Company": "company.name", "Designation": "position"}),
    ("zoho_deals", ZOHO_DEALS, ",", {"Closing Date": "deal.closed", "Contact Name": "name.full.contact"}),
    (
        "salesforce_account_report",
        SALESFORCE_REPORT,
        ",",
        {"Billing Zip/Postal Code": "address.billing.postal_code"},
    ),
    ("salesforce_leads", SALESFORCE_LEADS, ",", {"Company / Account": "company.name", "Title": "position"}),
    (
        "salesforce_opportunities",
        SALESFORCE_DEALS,
        ",",
        {"Close Date": "deal.closed", "Account Name": "company.name"},
    ),
    ("salesforce_opportunities", SALESFORCE_DEALS_API, ",", {"ACCOUNTID": "deal.client.salesforce"}),
    ("outlook_en", LINKEDIN_OLD, ",", {"E-mail Address": "email", "Title": "name.prefix"}),
    ("pipedrive_persons", PIPEDRIVE, ",", {"Person - Name": "name.full"}),
    ("pipedrive_activities", PIPEDRIVE_ACTIVITIES, ",", {"Activity - Done": "activity.done"}),
    ("zoho_contacts", ZOHO, ",", {"CONTACTID": "external_id.zoho", "ACCOUNTID": "own:ACCOUNTID"}),
    ("salesforce_contacts", SALESFORCE, ",", {"Title": "position", "Salutation": "name.prefix"}),
    ("salesforce_accounts", SALESFORCE_ACCOUNTS, ",", {"SESSION_ID__C": "sensitive:SESSION_ID__C"}),
    ("odoo_partners", ODOO, ",", {"Related Company/ID": "company.parent", "Name": "name.any"}),
    ("odoo_partners", ODOO_CONTACTS, ",", {"Is a company": "company.flag"}),
    ("linkedin", LINKEDIN, ",", {"URL": "site.profile"}),
]


@pytest.mark.parametrize(
    ("name", "line", "separator", "some"),
    LINES,
    ids=[f"{name}-{index}" for index, (name, *_) in enumerate(LINES)],
)
def test_a_full_header_line_is_known_to_the_last_column(name, line, separator, some):
    headers = line.split(separator)
    preset = find_preset([*headers, ""])
    assert preset is not None
    assert preset.name == name
    targets = dict(zip(headers, preset_targets(preset, headers), strict=True))
    assert [header for header, target in targets.items() if target is None] == []
    assert {header: str(targets[header]) for header in some} == some


def test_equal_lithuanian_headers_are_home_first_then_work():
    preset = find_preset(THUNDERBIRD_LT.split("|"))
    assert preset is not None
    targets = [str(target) for target in preset_targets(preset, THUNDERBIRD_LT.split("|"))]
    assert [target for target in targets if target.startswith("address") and "street" not in target] == [
        "address.home.city",
        "address.home.region",
        "address.home.postal_code",
        "address.home.country",
        "address.work.city",
        "address.work.region",
        "address.work.postal_code",
        "address.work.country",
    ]


def test_the_traps_are_data():
    known = {preset.name: preset for preset in presets()}
    assert "myContacts" in known["google_old"].dropped_groups
    assert {"Обычная", "Ложь", "0.0.00"} <= set(known["outlook_ru"].fillers)
    assert known["pipedrive_activities"].record_kind == "activities"


def test_every_target_of_every_preset_is_a_field():
    for preset in presets():
        texts = [
            *preset.columns.values(),
            *(text for many in preset.repeated.values() for text in many),
            *(text for _, text in preset.numbered),
        ]
        for text in texts:
            assert str(Target.parse(text)) == text
        assert preset.signature <= {plain(header) for header in preset.signature}


@pytest.mark.parametrize(
    "headers",
    [[], ["ФИО", "Телефон", "E-mail"], ["First Name", "Last Name", "Email", "Phone", "City", "Company"]],
)
def test_plain_tables_have_no_preset(headers):
    assert find_preset(headers) is None


def test_four_headers_of_a_layout_are_not_enough():
    assert find_preset(["E-mail 2 Address", "Business Phone 2", "Callback", "Telex"]) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_export_is_known_in_every_language(language):
    fields = ["number", "company.flag", "name.any", "name.family", "name.given", "birthday"]
    headers = [title(field, language) for field in fields]
    headers += [
        title("phone", language, n=2),
        title("phone.label", language, n=2),
        title("external_id", language, name="amo.crm"),
        "Мой код",
    ]
    preset = find_preset(headers)
    assert preset is not None
    assert preset.name == "own_export"
    assert [str(target) for target in preset_targets(preset, headers)] == [
        *fields,
        "phone#2",
        "phone.label#2",
        "external_id.amo.crm",
        "own:Мой код",
    ]


@pytest.mark.parametrize("budget", ["Бюджет ", "Бюджет ₸", "Бюджет, ₽", "Бюджет (EUR)", "Бюджет, руб."])
def test_a_currency_in_the_header_is_no_part_of_its_name(budget):
    headers = AMOCRM_DEALS.replace("Бюджет ", budget).split(";")
    preset = find_preset(headers)
    assert preset is not None
    assert str(preset_targets(preset, headers)[2]) == "deal.amount"
    assert str(preset.target("Бюджет, день")) == "None"
