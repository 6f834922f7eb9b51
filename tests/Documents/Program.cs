using ScoreSde.Documents;
using ScoreSde.Tests.Support;

if (args is not ([] or ["--update"] or ["--only", _] or ["--update", "--only", _]))
{
    Console.Error.WriteLine("""
        Makes the figures of README.md and docs/ again by the commands that are written above them, and compares.

            dotnet run -c Release --project tests/Documents                     compares; exit code 1 where one differs
            dotnet run -c Release --project tests/Documents -- --update         writes what the commands give
            dotnet run -c Release --project tests/Documents -- --only README    only documents whose path has that word
        """);
    return 2;
}

bool update = args is ["--update", ..];
string? only = args is [.., "--only", var word] ? word : null;
string root = Repository.Root();
using var place = new RunPlace(root);
int differ = 0;
int parts = 0;
foreach (string path in Documentation.Pages(root).Where(path => only is null || path.Contains(only, StringComparison.OrdinalIgnoreCase)))
{
    string file = Path.Combine(root, path);
    string document = File.ReadAllText(file).ReplaceLineEndings("\n");
    foreach (MadePart part in MadePart.In(document, path))
    {
        parts++;
        (string? fault, string made) = Check.Run(part, place, root, update);
        Console.WriteLine($"{(fault is null ? "ok    " : update ? "made  " : "DIFFER")}  {path}: {part.Command}");
        if (fault is null)
        {
            continue;
        }

        differ++;
        Console.WriteLine(fault);
        document = document.Replace(part.Whole, part.WholeWith(made), StringComparison.Ordinal);
    }

    if (update)
    {
        File.WriteAllText(file, document);
    }
}

Console.WriteLine($"{parts} figures, {differ} {(update ? "made anew" : "differ")}");
return parts == 0 || (differ > 0 && !update) ? 1 : 0;
