using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>Words that do not go together: all that is said of them, and nothing else.</summary>
[Trait("Category", "Once")]
public sealed class ContradictionsTests : IDisposable
{
    private const string Digits = "restore --model digits --method replacement --count 4";
    private const string Law = "restore --model gaussian --task compressed:1 --noise 1 --method ddrm --count 4";
    private const string Ranks = "restore --model gaussian --task compressed:1 --noise 1 --ranks 5";
    private const string OfPart = "--shard is for --out FOLDER, where the samples of the part go, and not for --image or --report, which show all.";
    private const string ForTables = "is for --benchmark and --ranks; --out keeps arrays, --report a page.";
    private const string Guided = "does not go with --ranks: guided samples have no law of which there is a posterior.";
    private const string AtEnd = "is for samples that go to --out FILE.npy as they are done: no table, no standard output, no --trajectory.";
    private const string OnlyPart = "--resume needs --shard: what an interrupted run loses is one part, and there can be as many as you like.";

    private readonly Folder folder = new();

    public ContradictionsTests() => File.WriteAllText(folder["file"], "");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData($"{Digits} --shard 1/2", OfPart)]
    [InlineData($"{Digits} --shard 1/2 --image F/a.png", OfPart)]
    [InlineData($"{Digits} --shard 1/2 --out F/d --image F/a.png", OfPart)]
    [InlineData($"{Digits} --shard 1/2 --out F/d --report F/a.html", OfPart)]
    [InlineData($"{Digits} --shard 1/2 --out F/d")]
    [InlineData($"{Digits} --shard 5/4 --out F/d", "--shard must be I/N with whole numbers 1 ≤ I ≤ N, as 3/16, not '5/4'.")]
    [InlineData($"{Digits} --out F/d --resume", OnlyPart)]
    [InlineData($"{Digits} --out F/file", "F/file: is a file; --out names a folder.")]
    [InlineData($"{Digits} --out F/no/d", "F/no/d: cannot be made: its folder does not exist.")]
    [InlineData($"{Digits} --image F/no/d.png", "F/no/d.png: cannot be written: its folder does not exist.")]
    [InlineData($"{Digits} --report F/no/d.html", "F/no/d.html: cannot be written: its folder does not exist.")]
    [InlineData($"{Ranks} --json F/no/d.json", "F/no/d.json: cannot be written: its folder does not exist.")]
    [InlineData($"{Ranks} --csv F/no/d.csv", "F/no/d.csv: cannot be written: its folder does not exist.")]
    [InlineData($"{Digits} --json F/a.json", $"--json {ForTables}")]
    [InlineData($"{Digits} --csv F/a.csv", $"--csv {ForTables}")]
    [InlineData($"{Law} --image F/a.png", "Samples of model 'gaussian' are no pictures, so --image cannot show them; --out writes arrays.")]
    [InlineData($"{Law} --solver heun", "Method 'ddrm' has steps of its own, so --solver means nothing.")]
    [InlineData($"{Law} --particles 4", "Method 'ddrm' has no particles, so --particles means nothing; twisted has.")]
    [InlineData($"{Digits} --guidance 2", "--guidance leads to a class: give --label.")]
    [InlineData($"{Digits} --guidance 2 --label 3")]
    [InlineData($"{Digits} --guidance 2 --guide digits")]
    [InlineData("restore --model digits --method mmps --count 4 --guidance 2 --label 3 --guidance-rescale 0.5", "Method 'mmps' needs the Jacobian of the network, which guidance with --guidance-rescale has none of; ddrm, snips, replacement and repaint need none.")]
    [InlineData("restore --model digits --method mmps --count 4 --guidance 2 --label 3 --guidance-rescale 0")]
    [InlineData("restore --model digits --method ddrm --count 4 --guidance 2 --label 3 --guidance-rescale 0.5")]
    [InlineData("restore --model digits --method ddrm --count 4 --guidance 0.5 --label 3 --cfgpp", "--cfgpp is a rule of steps, and method 'ddrm' makes one score of the network and the measurement or has steps of its own; --method replacement takes it.")]
    [InlineData($"{Digits} --solver ddim --guidance 0.5 --label 3 --cfgpp")]
    [InlineData($"{Digits} --solver heun --guidance 0.5 --label 3 --cfgpp", "--cfgpp is for solvers that ask once a step and keep no history (ddim, ddpm-forward, ddpm-posterior, em, euler, reverse-diffusion, sde-dpmpp-1), not for 'heun'.")]
    public void Words_of_restoring(string line, params string[] sentences) => Check(line, sentences);

    [Theory]
    [InlineData($"{Ranks} --method ddrm,snips --solver heun", "No method of --method takes a solver, so --solver means nothing.")]
    [InlineData($"{Ranks} --method ddrm,mmps --solver heun")]
    [InlineData($"{Ranks} --method ddrm,snips --particles 4", "No method of --method has particles, so --particles means nothing; twisted has.")]
    [InlineData($"{Ranks} --method ddrm,twisted --particles 4")]
    [InlineData($"{Ranks} --index 3", "--index means nothing beside --ranks, whose truths are drawn and whose samples are counted.")]
    [InlineData($"{Ranks} --image F/a.png", "--image means nothing beside --ranks, whose truths are drawn and whose samples are counted.", "Samples of model 'gaussian' are no pictures, so --image cannot show them; --out writes arrays.")]
    [InlineData($"{Ranks} --resume", "--resume means nothing beside --ranks, whose truths are drawn and whose samples are counted.")]
    [InlineData($"{Ranks} --shard 1/2", "--shard means nothing beside --ranks, whose truths are drawn and whose samples are counted.")]
    [InlineData($"{Ranks} --out F/d", "--out means nothing beside --ranks, whose truths are drawn and whose samples are counted.")]
    [InlineData($"{Ranks} --guidance 2", $"--guidance {Guided}")]
    [InlineData($"{Ranks} --guidance-interval 1,2", $"--guidance-interval {Guided}")]
    [InlineData($"{Ranks} --guidance-rescale 0.5", $"--guidance-rescale {Guided}")]
    [InlineData($"{Ranks} --guide gaussian", $"--guide {Guided}")]
    [InlineData($"{Ranks} --cfgpp", $"--cfgpp {Guided}")]
    [InlineData($"{Ranks} --method snips --solver nope --grid nope", "There is no solver 'nope'. Nearest: ddpm-beta, pc, langevin. 'scoresde list solvers' shows all.", "There is no grid 'nope'. Nearest: made, uniform, karras. 'scoresde list grids' shows all.")]
    [InlineData($"{Ranks} --steps 1500 --grid leading", "Grid 'leading' has at most 1000 steps, not 1500.")]
    [InlineData("restore --model powerlaw64 --task compressed:1 --noise 1 --method twisted --ranks 5 --particles 100000 --count 3")]
    public void Words_of_ranks(string line, params string[] sentences) => Check(line, sentences);

    [Theory]
    [InlineData("--model gaussian")]
    [InlineData("--task blur")]
    [InlineData("--method mmps")]
    [InlineData("--solver heun")]
    [InlineData("--steps 4")]
    [InlineData("--grid uniform")]
    [InlineData("--noise 1")]
    [InlineData("--index 1")]
    [InlineData("--label 1")]
    [InlineData("--image F/a.png")]
    [InlineData("--shard 1/2")]
    [InlineData("--resume")]
    [InlineData("--guidance 2")]
    [InlineData("--guidance-interval 1,2")]
    [InlineData("--guidance-rescale 0.5")]
    [InlineData("--guide digits")]
    [InlineData("--cfgpp")]
    [InlineData("--count 4")]
    public void Words_beside_a_benchmark(string words) => Check($"restore --benchmark {words}", $"{words.Split(' ')[0]} means nothing beside --benchmark, which runs on cases of its own.");

    [Theory]
    [InlineData("--limit", "--only x --cases 4 --seed 3 --case 1 --solver heun --process vp --orders --printed --json F/a.json --report F/a.html --update F/a.md")]
    [InlineData("--orders", "--only x --cases 4 --seed 3 --case 1 --solver heun --process vp --schedule cosine --printed --json F/a.json --report F/a.html --svg F/a.svg")]
    [InlineData("--printed", "--only x --cases 4 --seed 3 --case 1 --solver heun --process vp --schedule cosine --json F/a.json --report F/a.html --svg F/a.svg --update F/a.md")]
    public void Words_beside_what_verify_shows_instead(string mode, string others)
    {
        string[] words = [.. others.Split(" --").Select(static word => $"--{word.TrimStart('-')}")];
        foreach (string word in words)
        {
            Check($"verify {mode} {word}", $"{word.Split(' ')[0]} does not go with {mode}.");
        }
    }

    [Theory]
    [InlineData("verify --svg F/a.svg", "--svg needs --limit.")]
    [InlineData("verify --update F/a.md", "--update needs --orders.")]
    [InlineData("verify --case 1 --cases 3", "--case looks at one case alone, so --cases means nothing.")]
    [InlineData("verify --limit --schedule cosine", "--limit needs a linear schedule, not 'cosine'.")]
    [InlineData("verify --limit --schedule linear:0.1,20")]
    [InlineData("verify --orders --update F/none.md", "F/none.md: no such file.")]
    [InlineData("verify --solver gaussian", "There is no property of a solver 'gaussian'. Nearest: heun, langevin, sra1.")]
    public void Words_of_verify(string line, params string[] sentences) => Check(line, sentences);

    [Theory]
    [InlineData("--width 8")]
    [InlineData("--depth 1")]
    [InlineData("--network mlp")]
    [InlineData("--channels 8")]
    [InlineData("--multipliers 1,2")]
    [InlineData("--blocks 1")]
    [InlineData("--attention 0")]
    [InlineData("--predict data")]
    [InlineData("--learn-variance")]
    [InlineData("--process vp")]
    [InlineData("--schedule cosine")]
    public void Words_of_another_network_beside_from_and_resume(string words)
    {
        string option = words.Split(' ')[0];
        Check($"train --from F/file --out F/m {words}", $"{option} contradicts --from: the network is what it is.");
        Check($"train --resume F/file --out F/m {words}", $"{option} contradicts --resume: the stopped run brings its own settings.");
    }

    [Theory]
    [InlineData("--steps 5")]
    [InlineData("--batch 5")]
    [InlineData("--lr 0.1")]
    [InlineData("--weighting min-snr")]
    [InlineData("--times uniform")]
    [InlineData("--label-dropout 0.5")]
    [InlineData("--seed 4")]
    public void Words_of_another_run_beside_resume(string words)
    {
        Check($"train --resume F/file --out F/m {words}", $"{words.Split(' ')[0]} contradicts --resume: the stopped run brings its own settings.");
        Assert.DoesNotContain("contradicts", Told($"train --from F/file --out F/m {words}").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("likelihood --model gaussian --shard 1/2 --steps 8", "--shard needs --out FILE.npy, where the rows of the part go.")]
    [InlineData("likelihood --model gaussian --shard 1/2 --steps 8 --out -", "--shard needs --out FILE.npy, where the rows of the part go.")]
    [InlineData("likelihood --model gaussian --shard 1/2 --out F/a.npy", "--shard needs --steps: otherwise the number of steps is chosen by all rows together.")]
    [InlineData("likelihood --model gaussian --shard 1/2 --steps 8 --out F/a.npy --json F/a.json", "--json tells of all rows, so it means nothing beside --shard; 'merge' tells their mean.")]
    [InlineData("likelihood --model gaussian --shard 1/2 --steps 8 --out F/a.npy --report F/a.html", "--report tells of all rows, so it means nothing beside --shard; 'merge' tells their mean.")]
    [InlineData("likelihood --model gaussian --shard 1/2 --steps 8 --out F/a.npy")]
    [InlineData("likelihood --model gaussian --resume", OnlyPart)]
    [InlineData("likelihood --model gaussian --weighted 3", "--weighted weighs paths of the chain of --bound T, which is not given.")]
    [InlineData("likelihood --model gaussian --probes 3", "--probes means nothing for the exact divergence; give --divergence hutchinson.")]
    [InlineData("likelihood --model gaussian --probes 3 --divergence hutchinson-gaussian")]
    [InlineData("likelihood --model powerlaw64 --count 4 --probes 3 --divergence exact", "--probes means nothing for the exact divergence; give --divergence hutchinson.")]
    [InlineData("likelihood --model gaussian --process ve --bound 5", "The DDPM chain is the variance-preserving process in steps, so --bound contradicts process 've'.")]
    [InlineData("likelihood --model gaussian --solver em", "Solver 'em' is stochastic; only the probability flow has a likelihood. 'scoresde list solvers' shows the deterministic ones.")]
    [InlineData("likelihood --model gaussian --schedule linear:79,79 --bound 2", "--bound 2 has too few steps for schedule 'linear:79,79': the last would leave nothing of the data.")]
    [InlineData("likelihood --model digits --bound 1001 --count 2", "--bound 1001 asks at t = 0.000999001, but model 'digits' knows no time below 0.001: at most 1000 steps.")]
    [InlineData("likelihood --model digits --bound 1000 --count 2")]
    public void Words_of_a_likelihood(string line, params string[] sentences) => Check(line, sentences);

    [Theory]
    [InlineData("sample --model gaussian --shard 1/2 --out F/a.csv", $"--shard {AtEnd}")]
    [InlineData("sample --model gaussian --resume --out F/a.csv", $"--resume {AtEnd}")]
    [InlineData("sample --model gaussian --shard 1/2 --out -", $"--shard {AtEnd}")]
    [InlineData("sample --model gaussian --shard 1/2 --out F/a.npy --trajectory 1,0", $"--shard {AtEnd}")]
    [InlineData("sample --model gaussian --shard 1/2 --image F/a.png", $"--shard {AtEnd}", "--shard draws a part, of which --image would show no more than that.")]
    [InlineData("sample --model gaussian --shard 1/2 --out F/a.npy --animate F/a.gif", "--shard draws a part, of which --animate would show no more than that.")]
    [InlineData("sample --model gaussian --shard 1/2 --out F/a.npy --image F/a.png", "--shard draws a part, of which --image would show no more than that.")]
    [InlineData("sample --model gaussian --solver em --shard 1/2 --out F/a.npy --log-density F/b.npy")]
    [InlineData("sample --model gaussian --solver em --shard 1/2 --out F/a.csv --log-density F/b.npy", $"--shard {AtEnd}")]
    [InlineData("sample --model gaussian --solver em --shard 1/2 --log-density F/b.npy", $"--shard {AtEnd}")]
    [InlineData("sample --model gaussian --solver em --shard 1/2 --out F/a.npy --trajectory 1,0 --log-density F/b.npy", $"--shard {AtEnd}")]
    [InlineData("sample --model gaussian --solver dopri5 --path --out F/a.npy", "Solver 'dopri5' chooses its own steps, so --path means nothing.")]
    [InlineData("sample --model gaussian --solver dopri5 --parallel-in-time 4 --out F/a.npy", "Solver 'dopri5' chooses its own steps, so --parallel-in-time means nothing.")]
    [InlineData("sample --model gaussian --solver dopri5 --steps 4 --nfe 3 --grid uniform --out F/a.npy", "--steps contradicts solver 'dopri5', which chooses its own steps; give --rtol and --atol.", "--nfe contradicts solver 'dopri5', which chooses its own steps; give --rtol and --atol.", "--grid contradicts solver 'dopri5', which chooses its own steps; give --rtol and --atol.", "--steps and --nfe contradict each other; give one of them.")]
    [InlineData("sample --model gaussian --solver em --parallel-in-time 4 --path --out F/a.npy", "--parallel-in-time does not go with --path: its steps are taken many times over, and samples are kept until the end.")]
    [InlineData("sample --model gaussian --trajectory 1,0 --out F/a.csv", "--out F/a.csv: --trajectory gives an array of three axes, which a table cannot hold; write .npy.")]
    [InlineData("sample --model gaussian --image F/a.svg --trajectory 1,0", "--image F/a.svg: a strip of several times is no chart; write .png.")]
    [InlineData("sample --model digits --image F/a.svg", "--image F/a.svg: a grid of pictures is no chart; write .png.")]
    [InlineData("sample --model powerlaw64 --image F/a.png", "Model 'powerlaw64' has 64 numbers a sample, neither a picture nor a point of the plane or the line, so --image cannot show it.")]
    [InlineData("sample --model digits --solver dopri5 --guidance 0.5 --cfgpp --out F/a.npy", "--cfgpp is a rule of the steps of ddim and its like; solver 'dopri5' chooses its own.")]
    public void Words_of_sampling(string line, params string[] sentences) => Check(line, sentences);

    [Theory]
    [InlineData("compare --model gaussian --solvers em --out -", "--out of compare is a file, beside which a record goes, not -.")]
    [InlineData("compare --model gaussian --solvers em --shard 1/2", "--shard needs --out FILE.npy, where the samples of the part go.")]
    [InlineData("compare --model gaussian --solvers em --resume --out F/a.npy", OnlyPart)]
    [InlineData("compare --model gaussian --solvers em --from F/a.npy --out F/b.npy", "--from measures samples that are drawn, so --out means nothing beside it.")]
    [InlineData("compare --solvers em --out F/b.npy", "--out is for the samples of one model: give --model.")]
    [InlineData("compare --solvers em --from F/b.npy", "--from is for the samples of one model: give --model.")]
    [InlineData("compare --model gaussian --solvers em --to-floor --out F/b.npy", "--to-floor chooses its runs by measures of those before, so it does not go with --out.")]
    [InlineData("compare --model gaussian --solvers em --shard 1/2 --out F/b.npy --all", "--all tells of all samples, so it means nothing beside --shard: give it to compare --from FILE.npy, after 'merge'.")]
    [InlineData("compare --model gaussian --solvers em --shard 1/2 --out F/b.npy --json F/r.json --csv F/r.csv", "--json tells of all samples, so it means nothing beside --shard: give it to compare --from FILE.npy, after 'merge'.", "--csv tells of all samples, so it means nothing beside --shard: give it to compare --from FILE.npy, after 'merge'.")]
    [InlineData("compare --model gaussian --solvers em --shard 1/2 --out F/b.npy --all --figure F/r.svg --report F/r.html", "--all tells of all samples, so it means nothing beside --shard: give it to compare --from FILE.npy, after 'merge'.", "--figure tells of all samples, so it means nothing beside --shard: give it to compare --from FILE.npy, after 'merge'.", "--report tells of all samples, so it means nothing beside --shard: give it to compare --from FILE.npy, after 'merge'.")]
    [InlineData("compare --model gaussian --solvers em --shard 1/2 --out F/b.npy")]
    [InlineData("compare --model gaussian --solvers em,dopri5:0.1 --path", "--path does not go with methods that choose their own steps.")]
    [InlineData("compare --model gaussian --solvers dopri5:0.1 --nfe 5 --grid uniform", "--nfe means nothing here: all of these solvers choose their own steps.", "--grid means nothing here: all of these solvers choose their own steps.")]
    [InlineData("compare --model gaussian --solvers dopri5:0.1 --grids uniform,karras", "--grids means nothing here: all of these solvers choose their own steps.")]
    [InlineData("compare --model gaussian --solvers em --grid uniform --grids karras,uniform", "Give --grid or --grids, not both.")]
    [InlineData("compare --model gaussian --solvers em --to-floor --nfe 5,10", "--to-floor: --nfe is one number here, the most evaluations that are tried.")]
    [InlineData("compare --model gaussian --solvers em,dopri5:0.1 --to-floor", "--to-floor: adaptive solvers choose their own steps.")]
    [InlineData("compare --model gaussian --solvers em --path --to-floor", "--to-floor: --path judges by paths, whose floor no number of evaluations reaches.")]
    [InlineData("compare --model gaussian --solvers em:0.5 --path", "Solver 'em:0.5' solves the SDE of noise rate 0.5, whose paths are not those of rate 1 that --path compares with.")]
    [InlineData("compare --model digits --solvers ddim,dopri5:0.1 --guidance 0.5 --cfgpp --nfe 8", "--cfgpp: its steps solve no equation, so that there is no path to be compared with and no tolerance to be kept; leave out --path and adaptive solvers, and give --data to a network without.")]
    [InlineData("compare --model gaussian --solvers em --json F/no/a.json --csv F/no/a.csv --figure F/no/a.svg --report F/no/a.html", "F/no/a.json: cannot be written: its folder does not exist.", "F/no/a.csv: cannot be written: its folder does not exist.", "F/no/a.svg: cannot be written: its folder does not exist.", "F/no/a.html: cannot be written: its folder does not exist.")]
    public void Words_of_comparing(string line, params string[] sentences) => Check(line, sentences);

    [Theory]
    [InlineData("ddim,adaptive-sde:0.1", "energy distance")]
    [InlineData("em,dopri5:0.1", "energy distance")]
    [InlineData("em,ddim", "energy distance")]
    [InlineData("ddim,dopri5:0.1", "distance to the exact flow")]
    [InlineData("ddim", "distance to the exact flow")]
    [InlineData("dopri5:0.1", "distance to the exact flow")]
    public void Paths_are_followed_where_no_method_draws_noise(string solvers, string measure)
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        Assert.Equal(App.Done, App.Run(
            ["compare", "--model", "mixture8", "--solvers", solvers, "--count", "20", .. solvers == "dopri5:0.1" ? Array.Empty<string>() : ["--nfe", "4"]],
            new Terminal(results, talk) { ErrorIsTerminal = true, BetweenDrawings = TimeSpan.Zero }));
        Assert.StartsWith($"mixture8: {measure} by ", results.ToString(), StringComparison.Ordinal);

        // The work itself is told by a bar while it is done.
        Assert.Equal(measure == "distance to the exact flow", talk.ToString().Contains("flow to judge by", StringComparison.Ordinal));
    }

    private void Check(string line, params string[] sentences)
    {
        ProgramRun run = Told(line);
        if (sentences.Length == 0)
        {
            // Its words are taken, and it is stopped before it begins, by its token or by the memory that there is.
            Assert.True(run.Error.Contains("Stopped before the end", StringComparison.Ordinal) || run.Error.Contains("of memory", StringComparison.Ordinal), $"{run.Code}: {run.Error}");
            return;
        }

        Assert.Equal($"{string.Concat(sentences.Select(static sentence => $"scoresde: {sentence}\n"))}Try 'scoresde {line.Split(' ')[0]} --help'.\n", run.Error);
        Assert.Equal(App.BadUsage, run.Code);
    }

    private ProgramRun Told(string line)
    {
        string path = folder[""].TrimEnd(Path.DirectorySeparatorChar);
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        int code = App.Run(
            [.. line.Split(' ').Select(word => word.StartsWith("F/", StringComparison.Ordinal) ? Path.Combine(path, word[2..]) : word)],
            new Terminal(results, talk) { Cancellation = new CancellationToken(canceled: true), MemoryBytes = 1 << 28, OpenBytes = static () => new MemoryStream() });
        return new ProgramRun(code, results.ToString(), talk.ToString().Replace(path, "F", StringComparison.Ordinal));
    }
}
