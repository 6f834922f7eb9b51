using ScoreSde.Tests.Options;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.WholeRuns;

/// <summary>Tables as they are read at a terminal, divided where they are wider than it, kept as texts. SCORESDE_ACCEPT=1 writes them anew.</summary>
[Trait("Category", "Once")]
public sealed class NarrowRunsTests(Inputs inputs) : IClassFixture<Inputs>
{
    private static readonly int[] Widths = [80, 100, 132];

    private static readonly (string Name, string Words)[] Commands =
    [
        ("compare-all", "compare --model mixture8 --solvers em,heun,unipc-2 --nfe 4,9,16 --count 60 --all"),
        ("compare", "compare --model mixture8 --solvers em,heun,unipc-2,dopri5:0.1 --nfe 4,9,16,30 --count 60"),
        ("compare-grids", "compare --model gaussian --solvers ddim,heun --nfe 9 --grids balanced,karras,uniform --count 60"),
        ("compare-to-floor", "compare --model gaussian --solvers ddim,em --to-floor --nfe 12 --count 200 --all"),
        ("list", "list solvers && list grids && list nothing"),
        ("describe", "export --model digits --out <n.onnx> && describe <n.onnx>"),
        ("likelihood", "likelihood --model mixture8 --count 3 --steps 32 --bound 8 --weighted 2"),
        ("variances", "variances --model mixture8 --steps 4,8"),
        ("verify", "verify --only schedule-* --cases 2"),
        ("verify-printed", "verify --printed"),
        ("ranks", "restore --model mixture8 --method mmps,ddrm,snips --task compressed:1 --steps 4 --count 3 --noise 1 --ranks 6"),
        ("restore", "restore --model mixture8 --method twisted --task compressed:1 --steps 6 --count 3 --noise 2 --particles 3"),
        ("forward", "forward --model mixture8 --chain 12 --count 20"),
        ("grid", "grid --model mixture8 --solver heun --steps 4"),
    ];

    public static TheoryData<string, int> Runs
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach ((string name, _) in Commands)
            {
                foreach (int width in Widths)
                {
                    data.Add(name, width);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_table_at_a_terminal_is_as_kept(string name, int width) =>
        Golden.Check($"narrow/{name}-{width}", Kept.Of(inputs.Files, Commands.Single(run => run.Name == name).Words, width));

    [Fact]
    public void No_text_is_kept_of_a_run_that_is_no_more() => Assert.Equal(
        Runs.Select(static row => $"{row[0]}-{row[1]}").Order(StringComparer.Ordinal),
        Directory.GetFiles(Repository.PathTo("tests/Cli.Tests/Expected/narrow")).Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
}
