import time, os
from datetime import date
from random import Random
from tests.deals.office import Office
from tests.deals.payments import desk
from tests.deals.payments.bank import EXPECTED
from services.deals.invoices import store
from services.deals.invoices.invoice import Invoice
from services.kit import clock
from services.kit.money import Money
from decimal import Decimal
from services.kit.caller import visible_to
from services.deals.deal import Deal
from services.deals import store as deals

def test_bench(office: Office) -> None:
    n = 10000
    acc = EXPECTED["own"]["accounts"][0]
    s = desk.seller(office, [acc])
    db = office.db
    made = []
    t=time.monotonic()
    with_deals = bool(os.environ.get('DEALS'))
    if with_deals:
        deals.DEALS.insert_many(db, [Deal(name=f"deals/{office.tenant}-{i}", display_name=f"d{i}", funnel="funnels/x", stage="s", rank=str(i), owner=office.admin.user, visible_to=("*",)) for i in range(n)])
    for at in range(0, n, 1000):
        made += store.INVOICES.insert_many(db, [
            Invoice(name=f"invoices/{office.tenant}-{i}", number=str(i), issue_date=date(2026,10,1), seller=s.name,
                deal=f"deals/{office.tenant}-{i}" if with_deals else "",
                buyer_inn=str(7700000000+i%1000), buyer_display_name=f"ООО Покупатель {i}", total=Money(Decimal(1000+i),"RUB"), owner=office.admin.user,
                visible_to=visible_to(office.admin.user, office.admin.org_path)).settled(clock.now()) for i in range(at, at+1000)])
    print("invoices", time.monotonic()-t)
    lines = ["1CClientBankExchange","ВерсияФормата=1.03","Кодировка=Windows",f"РасчСчет={acc}","СекцияРасчСчет",f"РасчСчет={acc}","КонецРасчСчет"]
    for i in range(n):
        lines += ["СекцияДокумент=Платежное поручение",f"Номер={i}","Дата=02.11.2026",f"Сумма={1000+i}.00","ПлательщикСчет=40702810900039375895",'Плательщик=ООО "Подлесье Трейд"',f"ПлательщикИНН={7700000000+i%1000}","ПлательщикКПП=599901001","ПлательщикРасчСчет=40702810900039375895",'ПлательщикБанк1=ПАО "КЕДРБАНК"',"ПлательщикБИК=049298855","ПлательщикКорсчет=30101810900000000855",f"ПолучательСчет={acc}","ДатаПоступило=02.11.2026",'Получатель=ООО "Лугавтоснаб Трейд"',"ПолучательИНН=7799071623","ПолучательКПП=779901001","ВидОплаты=01","Очередность=5",f"НазначениеПлатежа=Оплата по счету № {i} от 01.10.2026 за товар. В том числе НДС 22% - 950-96 руб.","КонецДокумента"]
    lines.append("КонецФайла")
    data="\r\n".join(lines).encode("cp1251")
    import subprocess
    import re
    from pathlib import Path
    url = office.door.settings.environ["CRM_MONGO_URL"]
    port = re.search(r":(\d+)", url.split("@")[-1]).group(1)
    def mongo_cpu():
        for d in Path("/proc").glob("[0-9]*"):
            try:
                c=(d/"cmdline").read_text()
                if "mongod" in c and port in c:
                    f=(d/"stat").read_text().rsplit(")",1)[1].split(); return (int(f[11])+int(f[12]))/100
            except OSError: pass
        return -1

    t=time.monotonic()
    st = desk.sent(office, data)
    t2=time.monotonic(); print("sent", len(data), t2-t)
    c0=time.process_time(); m0=mongo_cpu()
    import cProfile, pstats
    pr=cProfile.Profile()

    if os.environ.get("PROF"): pr.enable()
    office.work()
    if os.environ.get("PROF"):
        pr.disable(); pr.dump_stats("/tmp/h6/prof"); pstats.Stats(pr).sort_stats("tottime").print_stats(35)
    print("cpu", time.process_time()-c0, "mongo", mongo_cpu()-m0)
    print("work", time.monotonic()-t2)
    from crm.deals.v1 import payments_pb2 as p
    print(desk.bank(office).GetStatement(p.GetStatementRequest(name=st.name)).counts)
