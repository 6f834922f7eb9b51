using System.CommandLine;
using ScoreSde.Adaptive;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Sampling;
using ScoreSde.Likelihood;
using ScoreSde.Picard;
using ScoreSde.Scores;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde sample</c>: draws samples into a file.</summary>
internal sealed class SampleCommand : ModelVerb
{
    private const int DefaultCount = 1000;
    private const int DefaultEvaluations = 50;
    private const long MostSamples = 1L << 56;

    private readonly Option<string> solver;
    private readonly Option<string> steps;
    private readonly Option<string> evaluations;
    private readonly Option<string> grid;
    private readonly Option<string> count;
    private readonly Option<string> label;
    private readonly GuidanceWords guidance;
    private readonly DeviceOptions devices;
    private readonly SampleFileWords files;
    private readonly Option<string> logDensity;
    private readonly Option<string> shard;
    private readonly Option<bool> resume;
    private readonly Option<string> trajectory;
    private readonly Option<bool> path;
    private readonly Option<string> parallel;
    private readonly AdaptiveWords adaptive;

    public SampleCommand(Terminal terminal)
        : base("sample", "Draw samples from a model into a NumPy file, a picture, an animation.", ModelCatalog.Default, terminal)
    {
        solver = Word("--solver", "NAME", $"A solver of 'list solvers', a number after a colon: heun, ddim:0.5. Default: {SolverCatalog.Default}.");
        steps = Word("--steps", "K", "Steps of the grid; a grid file has its own.");
        evaluations = Word("--nfe", "K", $"Instead of --steps: the most steps that need no more than K network evaluations. Default: {DefaultEvaluations}.");
        grid = Word("--grid", "NAME|FILE", $"A grid of 'list grids', or a file of times as 'grid' writes it. Default: {GridCatalog.Default}.");
        count = Word("--count", "N", $"Samples. The first rows do not depend on it. Default: {DefaultCount}.");
        label = Word("--label", "C", "The class of all samples by its label in the data, for a network with classes. Default: all classes in turn.");
        guidance = new GuidanceWords(
            Word("--guidance", "W", GuidanceWords.WeightHelp),
            Word("--guidance-interval", "A,B", GuidanceWords.IntervalHelp),
            Word("--guidance-rescale", "PHI", GuidanceWords.RescaleHelp),
            Word("--guide", "NAME|FILE", GuidanceWords.GuideHelp),
            Switch("--cfgpp", GuidanceWords.RenoiseHelp));
        devices = ForDevice("the samples do not depend", "With torch or cuda: samples worked on at once. Default: as many as fit.") with
        {
            Engine = Word("--engine", "NAME", "With cuda: fused, one kernel for a whole run of a perceptron or a mixture, or torch, which a build with libtorch has. Default: torch where it is there."),
            Precision = Word("--precision", "NAME", "With the engine fused, in what a network's products are taken: exact, bfloat16, or bfloat16x3, three products for one. Default: exact."),
        };
        files = new SampleFileWords(
            Word("--out", "FILE.npy|FILE.csv", "Where the samples go: an array [count, dimension] in the data's units. Here and wherever a file is written, - is standard output."),
            Word("--image", "FILE.png|FILE.svg", "Where a picture of the samples goes: pictures in a grid, points of the plane over the exact density where the data's law is known, numbers as a histogram with it. Points and histograms may be .svg."),
            Word("--animate", "FILE.gif|FILE.png", $"Where the way of the first samples from noise to data goes, as GIF or animated PNG: {TrajectoryWords.AnimationFrames} times evenly over the steps, or those of --trajectory."));
        logDensity = Word("--log-density", "FILE.npy", "Where ln p of each sample goes, in nats and in the units of --out, found on its way without a divergence or further evaluations: with --solver em, which draws noise in its last step too. Samples are then kept in memory until the end.");
        shard = Word("--shard", "I/N", "Draw the I-th of N parts of the samples alone, as 3/16, for --out; a small record goes beside it, and 'merge' makes one file of all parts.");
        resume = Switch("--resume", "Go on with what an interrupted run of the same command has left beside --out; begin where there is nothing, end where all is done.");
        trajectory = Word("--trajectory", "T,U,…", $"Keep the states at {TrajectoryWords.Forms}: --out becomes [times, count, dimension], --image a strip.");
        path = Switch("--path", "Take the noise of a stochastic solver from one Brownian path for each sample, which the seed names: runs with other steps, grids and solvers follow the same path.");
        parallel = Word("--parallel-in-time", "W[,TOL]", PicardWords.Help);
        adaptive = new AdaptiveWords(
            Word("--rtol", "R", $"Relative tolerance of an adaptive solver ({string.Join(", ", AdaptiveCatalog.Shelf.Entries.Select(entry => entry.Name))}). Default: {AdaptiveWords.DefaultTolerance:R}."),
            Word("--atol", "A", $"Its absolute tolerance, in units of the model. Default: {AdaptiveWords.DefaultTolerance:R}."));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde sample --model mixture8 --solver heun --nfe 50 --count 10000 --seed 1 --out samples.npy",
        "scoresde sample --model mixture8 --process ve --solver em --steps 1000 --dtype double --out samples.npy",
        "scoresde sample --model digits --solver heun --nfe 50 --count 100 --label 7 --out sevens.npy --image sevens.png",
        "scoresde sample --model digits --guidance 2 --count 100 --image sharp.png",
        "scoresde sample --model digits --guidance 4 --guidance-interval 0.3,3 --count 100 --image sharp.png",
        "scoresde sample --model digits --solver ddim --steps 20 --guidance 0.4 --cfgpp --count 100 --image sharp.png",
        "scoresde sample --model long.safetensors --guide short.safetensors --guidance 2 --count 100 --image sharp.png",
        "scoresde sample --model mixture8 --solver dopri5 --rtol 1e-5 --atol 1e-5 --dtype double --out samples.npy",
        "scoresde sample --model mixture8 --solver em --steps 100 --path --seed 1 --out path.npy",
        "scoresde sample --model mixture8 --solver ddim --steps 100 --parallel-in-time 20,0.01 --out samples.npy",
        "scoresde sample --model digits --steps 50 --count 6 --trajectory 1,0.6,0.4,0.2,0 --image strip.png",
        "scoresde sample --model mixture8 --steps 100 --trajectory frames:11 --out path.npy",
        "scoresde sample --model mixture8 --count 2000 --image points.svg --animate way.gif",
        "scoresde sample --model digits --device cuda --count 100000 --out many.npy",
        "scoresde sample --model mixture8 --solver em --steps 1000 --count 1000 --out samples.npy --log-density densities.npy",
        "scoresde sample --model mixture8 --count 1000000 --shard 3/16 --resume --out part-3.npy",
        "scoresde sample --model digits --device cuda --count 6 --trajectory 1,0.5,0 --image strip.png",
    ];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        Faults faults = words.Faults;
        Model? model = ReadModel(words, words.Text(ModelWord) ?? ModelCatalog.Default);
        string solverName = words.Text(solver) ?? SolverCatalog.Default;
        bool isAdaptive = AdaptiveCatalog.Knows(solverName);
        bool onPath = words.Switch(path);
        NamedSolver? named = isAdaptive ? null : SolverCatalog.Find(solverName, faults) is { } found ? found with { OnPath = onPath } : null;
        if (isAdaptive && onPath)
        {
            faults.Add($"Solver '{solverName}' chooses its own steps, so --path means nothing.");
        }

        Entry<GridRule>? rule = GridCatalog.Find(words.Text(grid) ?? GridCatalog.Default, faults);
        IAdaptiveMethod? method = adaptive.Read(words, isAdaptive ? solverName : null, ReadElementType(words), steps, evaluations, grid, trajectory, files.Animation);
        ElementType element = ReadElementType(words);
        int stepCount = ReadSteps(words, model, named, rule?.Value.File);
        long samples = words.Long(count, DefaultCount, MostSamples);
        ModelGuidance? guided = guidance.Read(words, name => ReadModel(words, name, withData: false));
        SampleFiles targets = files.Read(words, words.Has(logDensity));
        string? densityFile = words.Text(logDensity);
        OutputPath.Check(densityFile, faults);
        OutputPath.CheckDistinct(faults, (logDensity.Name, densityFile), (files.Out.Name, targets.Out), (files.Image.Name, targets.Image), (files.Animation.Name, targets.Animation));
        ulong chosenSeed = ReadSeed(words);
        DeviceWords how = devices.Words(words);
        IDevice? device = devices.Find(words, how, static _ => true);
        PicardIteration? atOnce = new PicardWords(parallel).Read(words, named is null ? null : named with { IsRenoised = guided is { IsRenoised: true } }, device?.Name, trajectory, files.Animation, logDensity, shard, resume, path);
        if (isAdaptive && words.Has(parallel))
        {
            faults.Add($"Solver '{solverName}' chooses its own steps, so {parallel.Name} means nothing.");
        }

        if (rule is not null)
        {
            SolverFit.Check(rule, model, stepCount, faults);
        }

        if (model is null || (named is null && method is null) || rule is null || device is null)
        {
            return null;
        }

        files.CheckShown(targets, model, words.Has(trajectory), faults);
        int? chosenLabel = ClassWord.Find(words.Text(label), model, faults);
        GuidanceFit.CheckGuidance(model, guided, faults);

        (double[] times, double[] frames) = method is null && faults.None ? ReadTimes(words, rule.Value, model, stepCount, targets.Animation is not null) : ([], []);
        if (times.Length > 0 && SampleTable.IsMeant(targets.Out))
        {
            faults.Add($"{files.Out.Name} {targets.Out}: {trajectory.Name} gives an array of three axes, which a table cannot hold; write {FileKinds.Of(files.Out)[0]}.");
        }

        bool isStreamed = targets.Out is not null && !ResultFile.IsStream(targets.Out) && !SampleTable.IsMeant(targets.Out) && times.Length == 0 && densityFile is null && !words.Has(parallel);
        CheckSize(model, samples, isStreamed ? null : Math.Max(1, times.Length), faults);
        CheckParts(words, isStreamed || words.Has(parallel), targets);
        Shard? part = Shard.Read(shard.Name, words.Text(shard), samples, faults);
        var common = new SampleOutput(model, samples, chosenSeed, chosenLabel, guided, how.Threads, targets)
        {
            Target = isStreamed && faults.None ? new SampleTarget(RunIdentity.Of(words, chosenSeed, samples, files.Out, files.Image, files.Animation, shard, resume, devices.Threads), part, words.Switch(resume), GoOn) : null,
        };
        string GoOn(string path) => path == targets.Out
            ? $"{words.CommandWithout(resume)} {resume.Name}"
            : $"{words.CommandWithout(resume, files.Out)} {resume.Name} {files.Out.Name} {ShellWord.Of(path)}";
        if (densityFile is not null)
        {
            CheckDensity(model, named is null ? null : named with { IsRenoised = guided is { IsRenoised: true } }, rule, stepCount, device, faults);
            PartOfRun? drawn = part is null || !faults.None ? null
                : new PartOfRun(RunIdentity.Of(words, chosenSeed, samples, files.Out, files.Image, files.Animation, logDensity, shard, resume, devices.Threads), part);
            common = common with { Density = new DensityTarget(densityFile, drawn) };
        }

        if (device.Name != DeviceCatalog.Default && method is not null)
        {
            faults.Add($"Adaptive solvers choose each sample's steps, which is for --device cpu, not for --device {device.Name}.");
        }

        if (frames.Length + times.Length > 0 && !device.KeepsStates)
        {
            faults.Add($"{(words.Has(trajectory) ? trajectory : files.Animation).Name} keeps states on the way, which --device {device.Name} does not.");
        }

        if (method is not null && guided is { IsRenoised: true })
        {
            faults.Add($"--cfgpp is a rule of the steps of ddim and its like; solver '{solverName}' chooses its own.");
        }

        if (method is not null)
        {
            return () => element == ElementType.Float ? AdaptiveRun.Execute<float>(method, common, Terminal) : AdaptiveRun.Execute<double>(method, common, Terminal);
        }

        SolverFit.Check(model, named!, faults, faults.None ? guided : null);
        GuidanceFit.CheckSolver(named!, guided, faults);
        if (onPath)
        {
            SolverFit.CheckPath(model, rule, stepCount, faults);
        }

        var settings = new SampleSettings(common, named! with { IsRenoised = guided is { IsRenoised: true } }, rule, stepCount, times, device, how) { Frames = frames };
        device.CheckRun(settings, element == ElementType.Double, faults);
        if (atOnce is not null)
        {
            return () => element == ElementType.Float ? PicardRun.Execute<float>(atOnce, settings, Terminal) : PicardRun.Execute<double>(atOnce, settings, Terminal);
        }

        return () => element == ElementType.Float ? SampleRun.Execute<float>(settings, Terminal) : SampleRun.Execute<double>(settings, Terminal);
    }

    private int ReadSteps(ArgumentReader words, Model? model, NamedSolver? named, TimeGrid? file)
    {
        if (words.Has(steps) && words.Has(evaluations))
        {
            words.Faults.Add("--steps and --nfe contradict each other; give one of them.");
        }

        if (words.Has(steps))
        {
            return words.Whole(steps, 1);
        }

        if (file is not null && !words.Has(evaluations))
        {
            return file.Steps;
        }

        int budget = words.Whole(evaluations, DefaultEvaluations);
        return named is null ? 1 : SolverFit.Steps(model, named, budget, words.Faults);
    }

    // Those at which all states are kept, and those of an animation.
    private (double[] Times, double[] Frames) ReadTimes(ArgumentReader words, GridRule rule, Model model, int stepCount, bool isAnimated)
    {
        if (!words.Has(trajectory) && !isAnimated)
        {
            return ([], []);
        }

        TimeGrid times = rule.Make(model.Process, model.Range, stepCount);
        double[] kept = words.Has(trajectory) ? TrajectoryWords.Read(words, trajectory, times) : [];
        return (kept, !isAnimated ? [] : words.Has(trajectory) ? kept : TrajectoryWords.Evenly(times, TrajectoryWords.AnimationFrames));
    }

    private void CheckDensity(Model model, NamedSolver? named, Entry<GridRule> rule, int stepCount, IDevice device, Faults faults)
    {
        if (device.Name != DeviceCatalog.Default)
        {
            faults.Add($"{logDensity.Name} is for --device cpu, not for --device {device.Name}.");
        }

        if (named is null)
        {
            faults.Add($"{logDensity.Name} follows a grid's steps, which an adaptive solver has not; give --solver em.");
        }
        else if (named.IsRenoised)
        {
            faults.Add($"{logDensity.Name} is the density of a score's own SDE, which steps of --cfgpp do not follow.");
        }
        else if (named.OnPath)
        {
            faults.Add($"{logDensity.Name} takes the noise of each step by its own name, which {path.Name} gives another.");
        }
        else if (faults.None
            && SampleDensity.Refusal(named.For(new GaussianNoiseMoment(Gaussian.Isotropic([0], 1))), model.Process, rule.Value.Make(model.Process, model.Range, stepCount)) is { } reason)
        {
            faults.Add($"{logDensity.Name}: {reason}");
        }
    }

    private void CheckParts(ArgumentReader words, bool isStreamed, SampleFiles targets)
    {
        bool isAtEnd = words.Has(logDensity) && targets.Out is { } file && !ResultFile.IsStream(file) && !ResultFile.IsStream(words.Text(logDensity)) && !SampleTable.IsMeant(file) && !words.Has(trajectory);
        if (words.Has(logDensity) && words.Has(resume))
        {
            words.Faults.Add($"{resume.Name} goes on with samples that went to their file as they were done; with {logDensity.Name} they are written at the end. Cut long runs by {shard.Name}.");
        }

        foreach (Option option in new Option[] { shard, resume }.Where(option => words.Has(option) && !isStreamed && !isAtEnd))
        {
            words.Faults.Add($"{option.Name} is for samples that go to --out FILE.npy as they are done: no table, no standard output, no {trajectory.Name}.");
        }

        foreach (Option<string> option in new[] { files.Image, files.Animation }.Where(option => words.Has(shard) && words.Has(option)))
        {
            words.Faults.Add($"{shard.Name} draws a part, of which {option.Name} would show no more than that.");
        }
    }

    private static void CheckSize(Model model, long samples, int? atTimes, Faults faults)
    {
        if (atTimes is not { } times)
        {
            // An offset in a file is a number below 2⁶³.
            const long MostBytes = long.MaxValue / 2;
            if (samples > MostBytes / sizeof(double) / model.Dimension)
            {
                faults.Add($"--count must be at most {MostBytes / sizeof(double) / model.Dimension} for samples of {model.Dimension} numbers, not {samples}.");
            }
        }
        else if ((Int128)samples * model.Dimension * times > Array.MaxLength)
        {
            faults.Add($"--count must be at most {Array.MaxLength / (model.Dimension * times)} for samples of {model.Dimension} numbers{(times > 1 ? $" at {times} times" : "")}, not {samples}.");
        }
    }
}
