using ScoreSde.Tests.Options;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.WholeRuns;

/// <summary>All that runs of every verb say and write, kept as texts: tables, what is said beside them, JSON, CSV, arrays, charts. SCORESDE_ACCEPT=1 writes them anew; look at the difference before you commit it.</summary>
[Trait("Category", "Once")]
public sealed class WholeRunsTests(WholeRunsTests.Inputs inputs) : IClassFixture<WholeRunsTests.Inputs>
{
    public static TheoryData<string> Runs => [.. Commands.Select(static run => run.Name)];

    private static (string Name, string Words)[] Commands { get; } =
    [
        ("sample-em", "sample --model mixture8 --solver em --steps 4 --count 6 --out <a.npy> --log-density <l.npy>"),
        ("sample-path", "sample --model mixture8 --solver em --steps 6 --count 4 --path --out <a.npy>"),
        ("sample-adaptive", "sample --model mixture8 --solver dopri5 --rtol 1e-2 --atol 1e-3 --count 5 --out <a.npy>"),
        ("sample-trajectory", "sample --model gaussian --solver heun --nfe 9 --count 3 --trajectory 1,0.5,0 --dtype double --out <a.npy>"),
        ("sample-in-time", "sample --model mixture8 --solver em --steps 8 --count 4 --parallel-in-time 4,0.5 --out <a.npy>"),
        ("sample-guided", "sample --model {net} --solver ddim --steps 4 --count 3 --label 3 --guidance 2 --guidance-interval 0.3,3 --guidance-rescale 0.7 --out <a.npy>"),
        ("sample-classes", "sample --model {net} --nfe 6 --count 4 --cfgpp --guidance 0.5 --label 2 --solver ddim --out <a.npy>"),
        ("sample-few", "sample --model mixture8 --solver em --steps 1 --count 3 --grid leading --out <a.npy>"),
        ("sample-edm", "sample --model mixture8 --schedule edm:80 --process ve --solver heun --steps 5 --count 3 --out <a.npy>"),
        ("sample-law", "sample --model powerlaw64 --solver unipc-2 --nfe 5 --count 3 --out <a.npy>"),
        ("sample-blurred", "sample --model data:moons,0.1 --solver ddim --nfe 6 --count 4 --out <a.npy>"),
        ("sample-parts", "sample --model mixture8 --solver em --steps 4 --count 5 --shard 1/2 --out <a-1.npy> && sample --model mixture8 --solver em --steps 4 --count 5 --shard 2/2 --out <a-2.npy> && merge <a.npy> <a-1.npy> <a-2.npy>"),
        ("sample-zero-snr", "sample --model mixture8 --schedule cosine --steps 4 --count 3 --solver ddim --out <a.npy>"),
        ("sample-outside", "sample --model NETWORKS/exact.onnx --solver ddim --nfe 5 --count 3 --out <a.npy>"),
        ("sample-prompted", "sample --model NETWORKS/prompted.onnx --solver ddim --nfe 5 --count 3 --out <a.npy>"),
        ("sample-learned", "train --data moons --steps 4 --width 8 --depth 1 --batch 8 --learn-variance --out <m> && sample --model <m> --solver ddpm-learned --steps 5 --count 3 --out <a.npy>"),
        ("compare-all", "compare --model mixture8 --solvers em,heun,unipc-2 --nfe 4,9 --count 100 --all --json <r.json> --csv <r.csv>"),
        ("compare-eye", "compare --model mixture8 --solvers em,ddim,heun,dpmpp-2m --nfe 5,10,20 --count 300 --figure <f.svg>"),
        ("compare-digits", "compare --model digits --solvers ddim,dpmpp-2m --nfe 5 --count 60 --json <r.json>"),
        ("compare-path", "compare --model mixture8 --solvers em,ddpm-posterior,seeds-2 --nfe 4,8 --count 50 --path --dtype double --json <r.json> --all"),
        ("compare-grids", "compare --model gaussian --solvers ddim,heun --nfe 9 --grids balanced,karras,uniform --count 80 --json <r.json> --csv <r.csv>"),
        ("compare-own", "compare --model {own} --solvers em,ddim --nfe 5 --count 30 --all --json <r.json>"),
        ("compare-own-training", "compare --model {own} --solvers ddim --nfe 5 --count 30 --part training --json <r.json>"),
        ("compare-label", "compare --model {net} --solvers ddim,heun --nfe 8 --label 3 --guidance 2 --count 20 --all"),
        ("compare-adaptive-only", "compare --model gaussian --solvers dopri5:0.01,adaptive-sde:0.1 --count 60 --json <r.json> --csv <r.csv> --figure <f.svg>"),
        ("compare-to-floor-all", "compare --model gaussian --solvers ddim,em --to-floor --nfe 12 --count 200 --all --csv <r.csv> --json <r.json>"),
        ("compare-to-floor-grids", "compare --model gaussian --solvers heun --grids balanced,uniform --to-floor --nfe 9 --count 200 --figure <f.svg>"),
        ("compare-outside", "compare --model NETWORKS/flow.onnx --features NETWORKS/features.onnx --solvers ddim,unipc-2 --nfe 6 --count 40 --all --json <r.json>"),
        ("compare-no-data", "compare --model NETWORKS/exact.onnx --solvers ddim,heun --nfe 5,9 --count 20 --all --json <r.json>"),
        ("compare-parts", "compare --model mixture8 --solvers em,heun --nfe 5 --count 40 --shard 1/2 --out <p-1.npy> && compare --model mixture8 --solvers em,heun --nfe 5 --count 40 --shard 2/2 --out <p-2.npy> && merge <p.npy> <p-1.npy> <p-2.npy> && compare --model mixture8 --solvers em,heun --nfe 5 --count 40 --from <p.npy> --all"),
        ("compare-failing", "compare --model gaussian --process ve --schedule edm:80 --solvers euler,ddim,dpmpp-3m --grid linspace --nfe 3 --count 50 --all --json <r.json>"),
        ("compare-two", "compare --solvers ddim --nfe 5 --count 30"),
        ("likelihood-exact", "likelihood --model mixture8 --count 5 --steps 64 --dtype double --json <r.json> --out <l.npy>"),
        ("likelihood-hutchinson", "likelihood --model mixture8 --count 4 --steps 64 --divergence hutchinson --probes 3 --json <r.json>"),
        ("likelihood-bound", "likelihood --model gaussian --count 4 --steps 64 --bound 20 --weighted 2 --json <r.json> --out <l.npy>"),
        ("likelihood-own", "likelihood --model {own} --count 4 --steps 64 --part training --json <r.json>"),
        ("likelihood-digits", "likelihood --model {net} --count 2 --steps 32 --divergence hutchinson --probes 2 --json <r.json>"),
        ("likelihood-raw", "likelihood --model {net} --count 2 --steps 32 --divergence hutchinson --probes 2 --raw"),
        ("likelihood-prior", "likelihood --model gaussian --process ve --schedule edm:80 --count 3 --steps 64 --prior"),
        ("likelihood-differences", "likelihood --model NETWORKS/velocity-by-time.onnx --count 2"),
        ("likelihood-parts", "likelihood --model mixture8 --count 4 --steps 64 --shard 1/2 --out <l-1.npy> && likelihood --model mixture8 --count 4 --steps 64 --shard 2/2 --out <l-2.npy> && merge <l.npy> <l-2.npy> <l-1.npy>"),
        ("restore-plane", "restore --model mixture8 --task compressed:1 --method mmps --noise 0.5 --steps 6 --count 10 --out <d>"),
        ("restore-digits", "restore --model {net} --method ddrm --task superres --steps 3 --count 3 --noise 20 --out <d>"),
        ("restore-blur", "restore --model {net} --method replacement --task blur --steps 20 --count 2 --noise 20 --index 2"),
        ("restore-inpaint", "restore --model {net} --method dps --task inpaint --steps 4 --count 2 --noise 20"),
        ("restore-twisted", "restore --model mixture8 --method twisted --task compressed:1 --steps 6 --count 4 --noise 2 --particles 4"),
        ("restore-ranks", "restore --model mixture8 --method ddrm --task compressed:1 --steps 6 --count 4 --noise 2 --ranks 8 --json <r.json> --csv <r.csv>"),
        ("restore-page", "restore --model mixture8 --task compressed:1 --method mmps --noise 0.5 --steps 6 --count 30 --report <r.html>"),
        ("restore-ranks-page", "restore --model mixture8 --method ddrm --task compressed:1 --steps 6 --count 4 --noise 2 --ranks 12 --report <r.html>"),
        ("likelihood-page", "likelihood --model mixture8 --count 9 --steps 64 --bound 10 --report <r.html>"),
        ("compare-page", "compare --model gaussian --solvers em,ddim --nfe 3,5,9 --count 100 --report <r.html>"),
        ("verify-page", "verify --only order/*heun* --cases 3 --report <r.html>"),
        ("restore-label", "restore --model {net} --method replacement --steps 3 --count 2 --noise 20 --label 1 --guidance 3"),
        ("train-moons", "train --data moons --steps 12 --width 8 --depth 1 --batch 8 --out <m> && sample --model <m> --nfe 5 --count 2 --out <a.npy>"),
        ("train-digits", "train --data digits --steps 3 --width 8 --depth 1 --batch 8 --label-dropout 0.5 --predict data --schedule cosine --out <m> && sample --model <m> --nfe 5 --count 2 --out <a.npy>"),
        ("train-own", "train --data {points} --labels {halves} --steps 5 --width 8 --depth 2 --batch 8 --weighting likelihood --predict velocity --out <m> --figure <f.svg>"),
        ("train-on", "train --data moons --steps 3 --width 8 --depth 1 --batch 8 --out <m> && train --from <m> --steps 3 --out <n> && likelihood --model <n> --steps 32 --count 2"),
        ("forward-mixture", "forward --model mixture8 --times 0,0.25,1 --chain 20 --count 40 --out <x.npy>"),
        ("forward-digits", "forward --model {net} --times 0.5 --count 5"),
        ("forward-ve", "forward --model gaussian --process ve --schedule edm:80 --count 20"),
        ("describe-outside", "describe NETWORKS/digits-by-class.onnx"),
        ("describe-flow", "describe NETWORKS/flow.onnx"),
        ("describe-edm", "describe NETWORKS/edm.onnx"),
        ("describe-prompted", "describe NETWORKS/prompted.onnx"),
        ("describe-data", "describe NETWORKS/small.onnx --data {points} --labels {halves}"),
        ("grid-mixture", "grid --model mixture8 --solver ddim --steps 5 --out <g.txt> --svg <g.svg>"),
        ("grid-own", "grid --model {own} --solver heun --steps 3 --out <g.txt>"),
        ("grid-spectrum", "grid --spectrum 0.01,10 --solver dpmpp-2m --steps 4 --out <g.txt>"),
        ("variances-gaussian", "variances --model gaussian --steps 5,10 --grid lambda"),
        ("variances-own", "variances --model {own} --steps 5"),
        ("variances-mixture", "variances --model mixture8 --steps 4"),
        ("verify-few", "verify --only schedule-i* --cases 5 --json <r.json>"),
        ("verify-solver", "verify --only rotation/* --cases 5 --solver heun"),
        ("verify-order", "verify --only order/*em* --cases 3"),
        ("verify-limit", "verify --limit --svg <f.svg>"),
        ("verify-process", "verify --only kinds-of-process --cases 5 --process flow"),
        ("list-all", "list solvers --all"),
        ("list-models", "list models"),
        ("list-grids", "list grids"),
        ("list-schedules", "list schedules"),
        ("devices", "devices"),
        ("export", "export --model {own} --out <n.onnx> && describe <n.onnx>"),
        ("refused-solver", "sample --model gaussian --solver huen --steps 5 --out <a.npy>"),
        ("refused-budget", "sample --model gaussian --solver heun --nfe 1 --out <a.npy>"),
        ("refused-guidance", "sample --model {own} --guidance 2 --out <a.npy>"),
    ];

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_says_and_writes_what_is_kept(string name) => Golden.Check($"run-{name}", Kept.Of(inputs.Files, Commands.Single(run => run.Name == name).Words));

    [Fact]
    public void No_text_is_kept_of_a_run_that_is_no_more()
    {
        string[] texts = [.. Directory.GetFiles(Repository.PathTo("tests/Cli.Tests/Expected"), "run-*.txt").Select(static file => Path.GetFileNameWithoutExtension(file)[4..])];
        Assert.Equal(Commands.Select(static run => run.Name).Order(StringComparer.Ordinal), texts.Order(StringComparer.Ordinal));
    }

    /// <summary>The inputs of all runs.</summary>
    public sealed class Inputs : IDisposable
    {
        internal OptionFiles Files { get; } = new();

        public void Dispose() => Files.Dispose();
    }
}
