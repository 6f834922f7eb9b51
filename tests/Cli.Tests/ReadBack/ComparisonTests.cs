using System.Text.Json;
using ScoreSde.Data.Npy;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.ReadBack;

/// <summary>Table, JSON and CSV of one comparison say the same, number by number, and its marks are those of its own figures.</summary>
[Trait("Category", "Once")]
public sealed class ComparisonTests : IDisposable
{
    private const double Errors = 2;

    // Heads of the table and names in the files.
    private static readonly (string Head, string Name)[] Measures =
    [
        ("sliced W2", "slicedWasserstein"), ("energy", "energyDistance"), ("Fréchet²", "frechet"), ("Δ ln p", "logDensityGap"), ("flow", "flowDistance"),
        ("label", "labelAgreement"), ("copied", "copiedShare"), ("nearest", "nearestRatio"),
    ];

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--model mixture8 --solvers em,heun,unipc-2 --nfe 4,9,30 --count 300 --seed 5 --dtype double --process subvp", 9, 5)]
    [InlineData("--model digits --solvers ddim,dpmpp-2m --nfe 5,12 --count 80 --seed 2", 4, 7)]
    public void Table_json_and_csv_say_the_same(string words, int rows, int measures)
    {
        string text = ProgramRun.Done(["compare", .. words.Split(' '), "--all", "--json", folder["r.json"], "--csv", folder["r.csv"]]).Out;
        PrintedTable table = PrintedTable.In(text);
        var csv = new CsvFile(folder["r.csv"]);
        using var document = JsonDocument.Parse(File.ReadAllText(folder["r.json"]));
        JsonElement run = Assert.Single(document.RootElement.GetProperty("runs").EnumerateArray());
        JsonElement[] lines = [.. run.GetProperty("rows").EnumerateArray()];
        Assert.Equal((rows, rows + 1, rows + 1), (lines.Length, table.Rows.Count, csv.Count));
        string[] shown = [.. run.GetProperty("floor").EnumerateObject().Select(static measure => measure.Name)];
        Assert.Equal(measures, shown.Length);
        Assert.Equal(shown, csv.Heads.Skip(13).Take(measures));
        Assert.Equal(shown.Select(static name => $"{name}StandardError"), csv.Heads.Skip(13 + measures));
        for (int i = 0; i <= rows; i++)
        {
            bool isFloor = i == rows;
            JsonElement line = isFloor ? run : lines[i];
            foreach (string setting in new[] { "model", "process", "schedule", "grid", "dtype", "seed", "samples" })
            {
                Assert.Equal(run.GetProperty(setting).ToString(), csv[i, setting]);
            }

            Assert.Equal(isFloor ? "floor" : line.GetProperty("solver").GetString(), csv[i, "solver"]);
            Assert.Equal(csv[i, "solver"], table.Rows[i][0]);
            foreach (string figure in new[] { "budget", "steps", "nfe", "seconds", "samplesPerSecond" })
            {
                Assert.Equal(isFloor ? null : line.GetProperty(figure).GetDouble(), csv.Number(i, figure));
            }

            if (!isFloor)
            {
                Assert.Equal((csv.Number(i, "steps"), csv.Number(i, "nfe")), (PrintedTable.Number(table[i, "steps"]), PrintedTable.Number(table[i, "NFE"])));
                PrintedTable.Shows(Math.Max(1e-6, csv.Number(i, "seconds")!.Value), table[i, "seconds"]);
                Assert.Equal(csv.Number(i, "samplesPerSecond")!.Value, PrintedTable.Number(table[i, "samples/s"]), Math.Max(0.5, 0.005 * csv.Number(i, "samplesPerSecond")!.Value));
            }

            foreach (string name in shown)
            {
                double? value = Figure(line, isFloor ? "floor" : "metrics", name);
                Assert.Equal(value, csv.Number(i, name));
                Assert.Equal(Figure(line, isFloor ? "floorStandardErrors" : "standardErrors", name), csv.Number(i, $"{name}StandardError"));
                string cell = table[i, Measures.Single(measure => measure.Name == name).Head];
                if (value is { } number)
                {
                    PrintedTable.Shows(number, cell);
                }
                else
                {
                    Assert.Equal("–", cell);
                }
            }
        }

        foreach (string name in shown)
        {
            Marks(run, lines, table, name);
        }
    }

    [Fact]
    public void The_table_for_the_eye_shows_the_decisive_measure_with_its_error_and_the_marks_of_the_whole_one()
    {
        string[] words = ["compare", "--model", "mixture8", "--solvers", "em,heun,unipc-2", "--nfe", "5,12", "--count", "300", "--seed", "5"];
        PrintedTable whole = PrintedTable.In(ProgramRun.Done([.. words, "--all"]).Out);
        PrintedTable table = PrintedTable.In(ProgramRun.Done([.. words, "--json", folder["r.json"]]).Out);
        using var document = JsonDocument.Parse(File.ReadAllText(folder["r.json"]));
        JsonElement run = document.RootElement.GetProperty("runs")[0];
        JsonElement[] lines = [.. run.GetProperty("rows").EnumerateArray()];
        for (int i = 0; i < lines.Length; i++)
        {
            string cell = table[i % 3, $"NFE ≤ {lines[i].GetProperty("budget")}"];
            Assert.Equal(lines[i].GetProperty("solver").GetString(), table.Rows[i % 3][0]);
            Shows(Figure(lines[i], "metrics", "energyDistance")!.Value, Figure(lines[i], "standardErrors", "energyDistance")!.Value, cell);
            Assert.Equal(whole[i, "energy"].Trim("0123456789.-".ToCharArray()), cell.Trim("0123456789.-()".ToCharArray()));
        }

        Assert.Equal("floor", table.Rows[3][0]);
        Assert.All(table.Rows[3][1..], cell => Shows(Figure(run, "floor", "energyDistance")!.Value, Figure(run, "floorStandardErrors", "energyDistance")!.Value, cell));

        // 0.159(12) is 0.159 ± 0.012, and 12.8(1.0) is 12.8 ± 1.0.
        static void Shows(double value, double error, string cell)
        {
            string[] parts = cell.TrimEnd('*', '=', ')').Split('(');
            int decimals = parts[0].Length - parts[0].IndexOf('.', StringComparison.Ordinal) - 1;
            double unit = Math.Pow(10, -decimals);
            Assert.Equal(value, PrintedTable.Number(parts[0]), 0.501 * unit);
            Assert.Equal(error, PrintedTable.Number(parts[1]) * (parts[1].Contains('.', StringComparison.Ordinal) ? 1 : unit), 0.501 * unit);
        }
    }

    [Fact]
    public void The_gap_of_densities_is_that_of_the_samples_that_the_settings_make()
    {
        string[] words = ["--model", "gaussian", "--dtype", "double", "--seed", "3", "--count", "400"];
        ProgramRun.Done(["compare", .. words, "--solvers", "em", "--nfe", "4", "--json", folder["r.json"]]);
        ProgramRun.Done(["sample", .. words, "--solver", "em", "--nfe", "4", "--out", folder["x.npy"]]);
        float[] samples = NpyFile.Load(folder["x.npy"]).Values;

        // N((1, −1), [[2, 1.2], [1.2, 1]]), of which the mean log-density is −1 − ln(2π √0.56).
        double exact = -1 - Math.Log(2 * Math.PI * Math.Sqrt(0.56));
        double[] densities = [.. samples.Chunk(2).Select(static x => Density(x[0] - 1, x[1] + 1))];
        double own = densities.Average();
        double deviation = Math.Sqrt(densities.Sum(value => (value - own) * (value - own)) / 399);
        using var document = JsonDocument.Parse(File.ReadAllText(folder["r.json"]));
        JsonElement row = document.RootElement.GetProperty("runs")[0].GetProperty("rows")[0];
        double error = Figure(row, "standardErrors", "logDensityGap")!.Value;
        double gap = Figure(row, "metrics", "logDensityGap")!.Value;

        // The exact samples that it is taken to have a scatter of 1 nat, 400 of them: 5 of their errors.
        Assert.Equal(exact - own, gap, 5.0 / 20);
        Assert.InRange(error, 0.5 * deviation / 20, 2 * double.Hypot(deviation, 1) / 20);
        Assert.True(exact - own > 4 * 5.0 / 20, $"{exact - own} could be chance");

        static double Density(double x, double y) => -Math.Log(2 * Math.PI * Math.Sqrt(0.56)) - (((x * x) - (2.4 * x * y) + (2 * y * y)) / (2 * 0.56));
    }

    // The rule in the words beneath the table, by the figures of the JSON.
    private static void Marks(JsonElement run, JsonElement[] lines, PrintedTable table, string name)
    {
        double floor = Figure(run, "floor", name)!.Value;
        double floorError = Figure(run, "floorStandardErrors", name)!.Value;
        string head = Measures.Single(measure => measure.Name == name).Head;
        foreach (var group in Enumerable.Range(0, lines.Length).Where(i => Figure(lines[i], "metrics", name) is not null).GroupBy(i => lines[i].GetProperty("budget").GetInt32()))
        {
            (int Row, double Size, double Error, bool IsReal)[] all = [.. group.Select(i =>
            {
                double value = Figure(lines[i], "metrics", name)!.Value;
                double error = Figure(lines[i], "standardErrors", name)!.Value;
                bool isShare = name == "labelAgreement";
                double size = Math.Abs(isShare ? value - floor : value);
                return (i, size, error, size - (isShare ? 0 : floor) <= Errors * double.Hypot(error, floorError));
            })];
            double least = all.Min(static one => one.Size);
            foreach ((int row, double size, double error, bool isReal) in all)
            {
                string cell = table[row, head];
                if (name is "copiedShare" or "nearestRatio")
                {
                    // Neither more nor less is better.
                    Assert.True(char.IsAsciiDigit(cell[^1]), cell);
                }
                else if (cell.EndsWith('*'))
                {
                    Assert.Equal(least, size);
                    Assert.False(isReal);
                    Assert.All(all.Where(other => other.Row != row), other => Assert.True(other.Size - size > Errors * double.Hypot(error, other.Error), cell));
                }
                else if (cell.EndsWith('='))
                {
                    Assert.True(isReal || all.Any(other => other.Size == least && size - least <= Errors * double.Hypot(error, other.Error)), cell);
                }
                else
                {
                    Assert.True(all.Length == 1 || (size > least && !isReal), cell);
                }
            }
        }
    }

    private static double? Figure(JsonElement line, string part, string name) =>
        line.GetProperty(part).TryGetProperty(name, out JsonElement value) ? value.GetDouble() : null;
}
