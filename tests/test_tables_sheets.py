"""Tables of sheets: what stands around them, heads, groups and totals, as a reader means them."""

from __future__ import annotations

import pytest
from table_makers import cells, csv, lines, xlsx

SHEETS = {
    "a preamble of names and values stands above": (
        """Account holder;Ragna Moe
Period;January

Date;Text;Amount
03.01.2024;Rent;-7.450,00
09.01.2024;Food;-341,20""",
        """Account holder: Ragna Moe
Period: January
Date · Text · Amount
Date: 03.01.2024 · Text: Rent · Amount: -7.450,00
Date: 09.01.2024 · Text: Food · Amount: -341,20""",
    ),
    "a preamble stands right above": (
        """Holder;Moe
Date;Text;Amount
3 May;Rent;7
4 May;Food;8""",
        """Holder · Moe
Date · Text · Amount
Date: 3 May · Text: Rent · Amount: 7
Date: 4 May · Text: Food · Amount: 8""",
    ),
    "a title stands above and a note below": (
        """Budget 2024
Item;Euros;Paid
Water;310;yes
Shed;95;no
Sums without tax.""",
        """Budget 2024
Item · Euros · Paid
Item: Water · Euros: 310 · Paid: yes
Item: Shed · Euros: 95 · Paid: no
Sums without tax.""",
    ),
    "a second table has heads of its own": (
        """Animal;Count
Goats;14
Ducks;9

Crop;Hectares
Barley;21
Flax;3""",
        """Animal · Count
Animal: Goats · Count: 14
Animal: Ducks · Count: 9
Crop · Hectares
Crop: Barley · Hectares: 21
Crop: Flax · Hectares: 3""",
    ),
    "a block with a title goes by the heads above": (
        """Nr;Item;Keeper;Actual 2031;Plan 2032
1;Hay;Moe;410;460
2;Fence;Lund;95;70
;Total costs;;505;530

;Receipts
;Milk;;700;640
;Wool;;80;120
;Total receipts;;780;760""",
        """Nr · Item · Keeper · Actual 2031 · Plan 2032
Nr: 1 · Item: Hay · Keeper: Moe · Actual 2031: 410 · Plan 2032: 460
Nr: 2 · Item: Fence · Keeper: Lund · Actual 2031: 95 · Plan 2032: 70
Item: Total costs · Actual 2031: 505 · Plan 2032: 530
Receipts
Receipts: Milk · Actual 2031: 700 · Plan 2032: 640
Receipts: Wool · Actual 2031: 80 · Plan 2032: 120
Receipts: Total receipts · Actual 2031: 780 · Plan 2032: 760""",
    ),
    "a block with a title has other columns": (
        """Animal;Stall;Count
Goats;A;14
Ducks;B;9

Opening hours
Summer;08:00;18:00;daily
Winter;09:00;16:00;Sunday""",
        """Animal · Stall · Count
Animal: Goats · Stall: A · Count: 14
Animal: Ducks · Stall: B · Count: 9
Opening hours
Summer · 08:00 · 18:00 · daily
Winter · 09:00 · 16:00 · Sunday""",
    ),
    "an empty row parts a table from itself": (
        """Animal;Count
Goats;14

Ducks;9

Sheep;52""",
        """Animal · Count
Animal: Goats · Count: 14
Animal: Ducks · Count: 9
Animal: Sheep · Count: 52""",
    ),
    "an empty row stands below the heads": (
        """Animal;Count

Goats;14
Ducks;9""",
        """Animal · Count
Animal: Goats · Count: 14
Animal: Ducks · Count: 9""",
    ),
    "a row after an empty one lacks the first cell": (
        """Nr;Item;Keeper;Planned;Spent;Note
1;Hay;Moe;410;460;dearer
2;Fence;Lund;95;70;
;Total;;505;530;

;Drawn from savings;;105;;the board agreed
;Lent by the mill;;;20;""",
        """Nr · Item · Keeper · Planned · Spent · Note
Nr: 1 · Item: Hay · Keeper: Moe · Planned: 410 · Spent: 460 · Note: dearer
Nr: 2 · Item: Fence · Keeper: Lund · Planned: 95 · Spent: 70
Item: Total · Planned: 505 · Spent: 530
Item: Drawn from savings · Planned: 105 · Note: the board agreed
Item: Lent by the mill · Spent: 20""",
    ),
    "a second table further right has heads of its own": (
        """Item;Planned;Spent;Left
Hay;410;460;-50
Fence;95;70;25

;Boat;Berth;Length
;Ada;14;7
;Bea;15;8""",
        """Item · Planned · Spent · Left
Item: Hay · Planned: 410 · Spent: 460 · Left: -50
Item: Fence · Planned: 95 · Spent: 70 · Left: 25
Boat · Berth · Length
Boat: Ada · Berth: 14 · Length: 7
Boat: Bea · Berth: 15 · Length: 8""",
    ),
    "no is short for number": (
        """No;Item;Paid
1;Hay;no
2;Fence;yes""",
        """No · Item · Paid
No: 1 · Item: Hay · Paid: no
No: 2 · Item: Fence · Paid: yes""",
    ),
    "two tables stand side by side": (
        """Animal;Count;;Crop;Hectares
Goats;14;;Barley;21
Ducks;9;;Flax;3""",
        """Animal · Count
Animal: Goats · Count: 14
Animal: Ducks · Count: 9
Crop · Hectares
Crop: Barley · Hectares: 21
Crop: Flax · Hectares: 3""",
    ),
    "an empty column stands in a table": (
        """Name;;2019;2020
Rent;;14;15
Food;;9;11""",
        """Name · 2019 · 2020
Name: Rent · 2019: 14 · 2020: 15
Name: Food · 2019: 9 · 2020: 11""",
    ),
    "a table stands away from the corner": (
        """
;;Crop;Hectares
;;Barley;21
;;Flax;3""",
        """Crop · Hectares
Crop: Barley · Hectares: 21
Crop: Flax · Hectares: 3""",
    ),
    "heads take two rows": (
        """Region;2019;;2020;
;Spring;Autumn;Spring;Autumn
North;1;2;3;4
South;5;6;7;8""",
        """Region · 2019 · 2020
Spring · Autumn · Spring · Autumn
Region: North · 2019 Spring: 1 · 2019 Autumn: 2 · 2020 Spring: 3 · 2020 Autumn: 4
Region: South · 2019 Spring: 5 · 2019 Autumn: 6 · 2020 Spring: 7 · 2020 Autumn: 8""",
    ),
    "a line stands over the middle of years": (
        """;;Years ended in June;;
Sales in;2019;2018;2017;Change
North;5;6;7;-1
South;8;9;4;-1""",
        """Years ended in June
Sales in · 2019 · 2018 · 2017 · Change
Sales in: North · Years ended in June 2019: 5 · Years ended in June 2018: 6 · Years ended in June 2017: 7\
 · Change: -1
Sales in: South · Years ended in June 2019: 8 · Years ended in June 2018: 9 · Years ended in June 2017: 4\
 · Change: -1""",
    ),
    "a unit in brackets begins the second row of heads": (
        """Market;Fiscal years;Fiscal years;Fiscal years
(in millions);2019;2018;2017
Medical;205;175;125
Energy;181;146;138""",
        """Market · Fiscal years
(in millions) · 2019 · 2018 · 2017
Market (in millions): Medical · Fiscal years 2019: 205 · Fiscal years 2018: 175 · Fiscal years 2017: 125
Market (in millions): Energy · Fiscal years 2019: 181 · Fiscal years 2018: 146 · Fiscal years 2017: 138""",
    ),
    "units stand below the heads": (
        """Lake;Area;Depth
;(km²);(m)
Orta;18;143
Iseo;65;251""",
        """Lake · Area · Depth
(km²) · (m)
Lake: Orta · Area (km²): 18 · Depth (m): 143
Lake: Iseo · Area (km²): 65 · Depth (m): 251""",
    ),
    "heads come again": (
        """Berth;Boat
B1;Ada
Berth;Boat
B2;Bea""",
        """Berth · Boat
Berth: B1 · Boat: Ada
Berth · Boat
Berth: B2 · Boat: Bea""",
    ),
    "a label stands in the first row of its group alone": (
        """Depot;Day;Driver
Harbour;Monday;Nils
;Tuesday;Olga
Station;Monday;Quin
;Tuesday;Rosa""",
        """Depot · Day · Driver
Depot: Harbour · Day: Monday · Driver: Nils
Depot: Harbour · Day: Tuesday · Driver: Olga
Depot: Station · Day: Monday · Driver: Quin
Depot: Station · Day: Tuesday · Driver: Rosa""",
    ),
    "a value that is missing stays missing": (
        """Name;Room;Phone
Kim;2A;41
;2B;42
Lee;;43""",
        """Name · Room · Phone
Name: Kim · Room: 2A · Phone: 41
Room: 2B · Phone: 42
Name: Lee · Phone: 43""",
    ),
    "groups of rows have a line that names them": (
        """Item;2019;2018
Assets;;
Cash;5;4
Total;9;8
Debts;;
Cash;3;2""",
        """Item · 2019 · 2018
Assets
Assets: Cash · 2019: 5 · 2018: 4
Assets: Total · 2019: 9 · 2018: 8
Debts
Debts: Cash · 2019: 3 · 2018: 2""",
    ),
    "there are no heads": (
        """1;2
3;4
5;6""",
        """1 · 2
3 · 4
5 · 6""",
    ),
    "there is text alone": (
        """Read me

This book is ours.""",
        """Read me
This book is ours.""",
    ),
}


@pytest.mark.parametrize(("sheet", "right"), SHEETS.values(), ids=SHEETS.keys())
def test_a_sheet_reads_as_its_reader_means_it(sheet: str, right: str):
    assert lines(csv(sheet)) == right.splitlines()
    rows = [line.split(";") for line in sheet.split("\n")]
    assert lines(xlsx(rows)) == ["Sheet", *right.splitlines()]


def test_a_row_has_its_number_in_the_file():
    rows = [["Stock"], [], ["Animal", "Count"], ["Goats", "14"], ["Ducks", "9"]]
    right = [(4, "Animal", "Goats"), (4, "Count", "14"), (5, "Animal", "Ducks"), (5, "Count", "9")]
    assert cells(xlsx(rows)) == right
    assert cells(csv("".join(f"{','.join(row)}\n" for row in rows))) == right


def test_merged_cells_of_a_sheet_are_in_each_place_that_they_cover():
    rows = [
        ["Shifts", "", ""], ["Depot", "Crew", ""], ["", "Day", "Driver"],
        ["Harbour", "Monday", "Nils"], ["", "Tuesday", "Olga"], ["Station", "Closed", ""],
    ]  # fmt: skip
    parsed = xlsx(rows, "A1:C1", "A2:A3", "B2:C2", "A4:A5", "B6:C6")
    assert lines(parsed) == [
        "Sheet", "Shifts", "Depot · Crew", "Depot · Day · Driver",
        "Depot: Harbour · Crew Day: Monday · Crew Driver: Nils",
        "Depot: Harbour · Crew Day: Tuesday · Crew Driver: Olga",
        "Depot: Station · Crew Day: Closed · Crew Driver: Closed",
    ]  # fmt: skip
    assert parsed.tables[0].title == "Shifts"
