# Makes a small random fleet as files below DIR, and on standard output a list "ARCHIVE MEMBER FILE TIME" of what goes
# where. Exports of one server and night are spread over archives on purpose; some are damaged, some servers are spelled
# in two ways, some members are no exports.
#   awk -v seed=N -v dir=DIR -v servers=N -v archives=N -f make-fleet.awk
function pick(n) { return int(rand() * n) + 1 }
function put(server, night, kind, text,    file, member, archive) {
    files++
    file = dir "/f" files
    printf "%s", text > file
    close(file)
    archive = pick(archives)
    member = (pick(5) == 1 ? "odd/" server "/" night : server "-" night "T0200") "/" (kind == "saved" ? "MetaBase.xml" : "enum.txt")
    print "a" archive, member, file, 1147744800 + 86400 * substr(night, 7, 2)
}
function key(class, location, settings) {
    return "<" class " Location =\"" location "\"\n" settings ">\n</" class ">\n"
}
function saved(server, fqdn, hops) {
    return "<?xml version =\"1.0\"?>\n<configuration xmlns=\"urn:microsoft-catalog:XML_Metabase_V64_0\">\n<MBProperty>\n" \
        key("IIsSmtpService", "/LM/SmtpSvc", "") \
        key("IIsSmtpServer", "/LM/SmtpSvc/1", "ServerBindings=\":25:\"\nFullyQualifiedDomainName=\"" fqdn "\"\nHopCount=\"" hops \
            "\"\n" (pick(3) == 1 ? "SmartHost=\"relay.example.com\"\n" : "")) \
        key("IIsWebService", "/LM/W3SVC", "AnonymousUserName=\"IUSR_" server "\"\n") \
        key("IIsWebServer", "/LM/W3SVC/1", "ServerComment=\"Site &amp; " pick(3) "\"\n") \
        (pick(9) == 1 ? "<Custom\n" : "</MBProperty>\n</configuration>\n")
}
function running(hops) {
    return "Microsoft (R) Windows Script Host Version 5.6\n\nKeyType : (STRING) \"IIsSmtpServer\"\n" \
        "ServerState : (INTEGER) " (pick(2) * 2) "\nHopCount : (INTEGER) " hops "\nServerBindings : (LIST) (1 Items)\n  \":25:\"\n"
}
BEGIN {
    srand(seed)
    for (s = 1; s <= servers; s++) {
        name = "SRV" s
        fqdn = tolower(name) ".example.com"
        if (pick(6) == 1)
            fqdn = "mail.example.com"
        nights = pick(2)
        for (n = 1; n <= nights; n++) {
            night = "2006051" n
            hops = pick(5) == 1 ? 10 + pick(9) : 30
            shown = pick(6) == 1 ? tolower(name) : name
            if (pick(8) > 1)
                put(shown, night, "saved", saved(name, fqdn, hops))
            if (pick(2) == 1)
                put(name, night, "running", running(pick(4) == 1 ? 15 : hops))
            if (pick(6) == 1)
                put(name, night, "running", running(hops))
            if (pick(10) == 1)
                put(name, night, "saved", "")
        }
    }
}
