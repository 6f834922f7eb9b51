using System.Collections.Concurrent;
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
(string Path, MadePart Part)[] parts =
[
    .. from path in Documentation.Pages(root)
       where only is null || path.Contains(only, StringComparison.OrdinalIgnoreCase)
       from part in MadePart.In(Read(path), path)
       select (path, part),
];

// Two run at a time, each in a folder of its own: a run has stretches on one thread. They are told in the documents' order.
const int AtOnce = 2;
var results = Partitioner.Create(parts, EnumerablePartitionerOptions.NoBuffering).AsParallel().AsOrdered().WithDegreeOfParallelism(AtOnce).WithMergeOptions(ParallelMergeOptions.NotBuffered)
    .Select(each => (each.Path, each.Part, Result: Check.Run(each.Part, root, update)));
int differ = 0;
foreach ((string path, MadePart part, (string? fault, string made)) in results)
{
    Console.WriteLine($"{(fault is null ? "ok    " : update ? "made  " : "DIFFER")}  {path}: {part.Command}");
    if (fault is null)
    {
        continue;
    }

    differ++;
    Console.WriteLine(fault);
    if (update)
    {
        File.WriteAllText(Path.Combine(root, path), Read(path).Replace(part.Whole, part.WholeWith(made), StringComparison.Ordinal));
    }
}

Console.WriteLine($"{parts.Length} figures, {differ} {(update ? "made anew" : "differ")}");
return parts.Length == 0 || (differ > 0 && !update) ? 1 : 0;

string Read(string path) => File.ReadAllText(Path.Combine(root, path)).ReplaceLineEndings("\n");
