using System.Numerics;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Planning;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Reports;
using ScoreSde.Data;

namespace ScoreSde.Cli.Comparing;

/// <summary>Draws the samples of all runs of a comparison, or a part of them, into a file and measures none.</summary>
internal static class DrawRun
{
    /// <summary>Does it.</summary>
    /// <returns>The exit code: failed where a run gave values that are not finite.</returns>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public static int Execute<T>(CompareSettings settings, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var problem = new ModelProblem(settings.Models[0], settings.Device, settings.Words, terminal);
        PartOfRun part = settings.Part!;
        string path = settings.Out!;
        RowRange rows = part.Rows;
        int runs = settings.Comparison.Planned.Count;
        string shape = $"{path}: {rows.Count} × {runs} × {problem.Dimension} {(typeof(T) == typeof(float) ? "float32" : "float64")}";
        string words = settings.IsPart ? $"{shape}, {part}" : shape;
        if (settings.Resumes && part.IsComplete(path))
        {
            return part.Tell(path, terminal);
        }

        byte[] head = DrawnFile<T>.Head(rows.Count, runs, problem.Dimension);
        long length = head.Length + (rows.Count * DrawnFile<T>.RowBytes(runs, problem.Dimension));
        Plans.Comparing<T>(problem, problem.Model, settings.Comparison with { Samples = (int)rows.Count }).Check(terminal);
        PartWriter.RefuseKept(path);
        DiskPlan.Check(path, length, "give a smaller --count, or --out on another disk", terminal);
        var costs = new RunCost[runs];
        using var file = PartialFile.Create(path, length);
        try
        {
            file.Write(head, 0);
            using (var progress = new ShownProgress(terminal))
            {
                ComparisonRun.Draw<T>(
                    problem,
                    settings.Comparison,
                    rows.First,
                    (int)rows.Count,
                    (run, row, values) =>
                    {
                        costs[run] = new RunCost(Math.Round(row.Steps * rows.Count), Math.Round(row.Evaluations * rows.Count), row.Seconds, row.Failure);
                        DrawnFile<T>.Write(file, head.Length, ((int)rows.Count, runs, problem.Dimension), run, values);
                    },
                    progress.IfShown,
                    terminal.Cancellation);
            }

            file.Flush();
            new PartRecord
            {
                Format = PartRecord.ThisFormat,
                Run = part.Run,
                Shard = settings.IsPart ? part.Shard.ToString() : null,
                Rows = rows,
                Checksum = Checksum.Of(file.Read, length),
                Comparison = new RunCosts(1, costs),
            }.Write(PartRecord.NameFor(path));
            file.Commit(length);
        }
        catch
        {
            file.Discard();
            throw;
        }

        terminal.Out.WriteLine(words);
        string[] failures = [.. costs.Select(static cost => cost.Failure).OfType<string>()];
        if (settings.IsPart)
        {
            failures.ToList().ForEach(failure => terminal.Error.WriteLine($"scoresde: {failure}"));
        }

        return failures.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
