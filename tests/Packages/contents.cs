// contents.cs FEED: every package has what its users need; names what is missing and ends with 1.
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Xml.Linq;

int faults = 0;
string[] packages = Directory.GetFiles(args[0], "*.nupkg");
foreach (string path in packages.Order())
{
    using ZipArchive package = ZipFile.OpenRead(path);
    string[] names = [.. package.Entries.Select(static entry => entry.FullName)];
    XElement metadata = XDocument.Load(package.Entries.Single(static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open()).Root!.Elements().First();
    string Of(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
    bool isTool = metadata.Descendants().Any(static element => element.Name.LocalName == "packageType");
    string id = Of("id");
    Ask(Of("license") == "MIT", "licence MIT");
    Ask(Of("description").Length > 40, "a description");
    Ask(Of("readme") == "README.md" && names.Contains("README.md"), "README.md");
    Ask(Of("icon").Length > 0 && names.Contains(Of("icon")), "an icon");
    Ask(names.Contains("THIRD-PARTY-NOTICES.md"), "notices");
    Ask(!names.Any(static name => name.Contains("..", StringComparison.Ordinal) || name.EndsWith(".cs", StringComparison.Ordinal)), "no stray files");
    if (!isTool)
    {
        Ask(names.Contains($"lib/net10.0/{id}.dll"), "the assembly");
        Ask(names.Contains($"lib/net10.0/{id}.xml") && package.GetEntry($"lib/net10.0/{id}.xml")!.Length > 2000, "documentation");
    }

    string symbols = Path.ChangeExtension(path, ".snupkg");
    Ask(File.Exists(symbols), "symbols");
    if (File.Exists(symbols))
    {
        using ZipArchive pdbs = ZipFile.OpenRead(symbols);
        foreach (ZipArchiveEntry pdb in pdbs.Entries.Where(static entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal)))
        {
            using var bytes = new MemoryStream();
            using (Stream stream = pdb.Open())
            {
                stream.CopyTo(bytes);
            }

            bytes.Position = 0;
            using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(bytes);
            MetadataReader reader = provider.GetMetadataReader();

            // Sources lie within the symbols (EmbedAllSources), so that a debugger needs no server.
            var embedded = new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
            int without = reader.Documents.Count(document => !reader.GetCustomDebugInformation(document).Any(info => reader.GetGuid(reader.GetCustomDebugInformation(info).Kind) == embedded));
            Ask(reader.Documents.Count > 0 && without == 0, $"the source of {without} of {reader.Documents.Count} files of {pdb.Name}");
        }
    }

    Console.WriteLine($"{Path.GetFileName(path)}: {names.Length} files, {new FileInfo(path).Length / 1024} KiB");

    void Ask(bool holds, string what)
    {
        if (!holds)
        {
            faults++;
            Console.WriteLine($"{Path.GetFileName(path)} lacks {what}.");
        }
    }
}

Console.WriteLine($"{packages.Length} packages, {faults} faults");
return packages.Length >= 7 && faults == 0 ? 0 : 1;
