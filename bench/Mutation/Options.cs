using System.Globalization;

namespace ScoreSde.Mutation;

/// <summary>What a run is asked for.</summary>
/// <param name="Project">The folder of the project with the slips.</param>
/// <param name="Tests">The folders of the test projects, in the order in which they are asked.</param>
/// <param name="Under">The folders, or files, of the project in which slips are made.</param>
/// <param name="Count">How many slips are drawn; 0 for all.</param>
/// <param name="Seed">The seed of the draw.</param>
/// <param name="Out">Where results go, a line of JSON each; slips that stand there already are not tried again.</param>
/// <param name="Again">A file of results whose survivors are tried, in the place of a draw; or null.</param>
/// <param name="Like">Only tests whose name contains this are asked; or null for all.</param>
/// <param name="Torch">The build with libtorch that is meant; or null for the plain one.</param>
/// <param name="Planted">A list of slips by hand that are tried, in the place of a draw; or null.</param>
/// <param name="Slowest">Tests that take more seconds than this are not asked.</param>
internal sealed record Options(string Project, string[] Tests, string[] Under, int Count, int Seed, string Out, string? Again, string? Like, string? Torch, string? Planted, double Slowest)
{
    public const string Usage = """
        Mutation: slips planted in a project, and whether its tests notice them.

          run --project src/Score --tests tests/Score.Tests[,…] --under src/Score/Training[,…] --out FILE
              [--count N] [--seed S] [--again FILE] [--like TEXT] [--torch cpu] [--slowest SECONDS]
          run --project src/Sde --tests tests/Sde.Tests[,…] --planted bench/Mutation/planted.txt --out FILE [--like TEXT] [--slowest SECONDS]
          report FILE…
          check LIST…      whether every piece that the lists of slips by hand name still stands in its file

        Run from the repository, after `dotnet build -c Release` of the test projects. A slip is one change of one file: it is compiled into the project's
        assembly, and the tests that run the changed piece of code are asked, in a process of their own, until one fails: those of the same folder first, the
        quick ones before the slow ones. Which tests these are is seen in a run without a slip. What runs once and is kept asks all tests.
        """;

    public static Options? Parse(string[] words)
    {
        if (words.Length % 2 != 0)
        {
            return null;
        }

        Dictionary<string, string> given = words.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        string[] known = ["--project", "--tests", "--out", "--under", "--count", "--seed", "--again", "--like", "--torch", "--slowest", "--planted"];
        if (given.Keys.Except(known).Any() || known.Take(3).Except(given.Keys).Any() || given.ContainsKey("--under") == given.ContainsKey("--planted"))
        {
            return null;
        }

        return new(
            given["--project"],
            given["--tests"].Split(','),
            given.GetValueOrDefault("--under")?.Split(',') ?? [],
            int.Parse(given.GetValueOrDefault("--count", "0"), CultureInfo.InvariantCulture),
            int.Parse(given.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture),
            Path.GetFullPath(given["--out"]),
            given.GetValueOrDefault("--again"),
            given.GetValueOrDefault("--like"),
            given.GetValueOrDefault("--torch"),
            given.GetValueOrDefault("--planted"),
            double.Parse(given.GetValueOrDefault("--slowest", "Infinity"), CultureInfo.InvariantCulture));
    }
}
