using System.Globalization;
using ScoreSde.Fuzz;

if (args is not ([_] or [_, _] or [_, _, _]) || !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out int total) || total < 1
    || !ulong.TryParse(args.ElementAtOrDefault(1) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
{
    Console.Error.WriteLine("""
        Damages files of every kind that the program reads and sees that each is read or refused as is promised: docs/reliability.md.

            dotnet run -c Release --project tests/Fuzz -- COUNT [SEED [READER]]

        COUNT inputs in all; the same seed gives the same inputs. What is found is kept in a folder that is named, and the exit code is 1.
        """);
    return 2;
}

string folder = Directory.CreateTempSubdirectory("scoresde-fuzz").FullName;
try
{
    Reader[] readers = [.. Readers.All(Path.Combine(folder, "seeds")).Where(reader => args.ElementAtOrDefault(2) is not { } only || reader.Name == only)];
    double shares = readers.Sum(static reader => reader.Share);
    Lane[] lanes = [.. readers.Select((reader, i) => new Lane(reader, seed, (uint)i, Path.Combine(folder, reader.Name.Replace(' ', '-'))))];
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = true;
        stop.Cancel();
    };
    Parallel.ForEach(Enumerable.Range(0, lanes.Length), i => lanes[i].Run((int)Math.Ceiling(total * readers[i].Share / shares), stop.Token));

    Console.WriteLine($"{"reader",-24} {"inputs",8} {"taken",8} {"answers",8} {"slowest",9} {"memory",9}");
    foreach (Lane lane in lanes)
    {
        Console.WriteLine($"{lane.Name,-24} {lane.Count,8} {lane.Taken,8} {lane.Answers,8} {lane.Slowest.TotalMilliseconds,6:F0} ms {lane.Greediest / 1e6,6:F1} MB");
    }

    Finding[] findings = [.. lanes.SelectMany(static lane => lane.Findings)];
    if (findings.Length > 0)
    {
        string kept = Directory.CreateTempSubdirectory("scoresde-found").FullName;
        foreach (Finding finding in findings)
        {
            string file = Path.Combine(kept, $"{finding.Reader.Replace(' ', '-')}-{finding.Index}");
            File.WriteAllBytes(file, finding.File);
            Console.WriteLine($"{finding.Reader}, input {finding.Index}: {finding.What}\n  {file}");
        }
    }

    Console.WriteLine($"{lanes.Sum(static lane => (long)lane.Count)} inputs, seed {seed}: {findings.Length} not as promised");
    return findings.Length == 0 && !stop.IsCancellationRequested ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
