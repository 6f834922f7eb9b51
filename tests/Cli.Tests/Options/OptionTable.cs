using static ScoreSde.Tests.Options.Effect;

namespace ScoreSde.Tests.Options;

/// <summary>Every option of every verb, with two values of each.</summary>
internal static class OptionTable
{
    private const string Sample = "--model mixture8 --count 4 --steps 4";
    private const string Compare = "--model mixture8 --solvers em --nfe 4 --count 40";
    private const string CompareNet = "--model {own} --solvers ddim --nfe 4 --count 20";
    private const string Restore = "--model {net} --method replacement --steps 3 --count 2 --noise 20";
    private const string Plane = "--model mixture8 --method mmps --task compressed:1 --steps 6 --count 2 --noise 2";
    private const string RestoreOwn = "--model {own} --method mmps --task compressed:1 --steps 6 --count 2 --noise 2";
    private const string Forward = "--model mixture8 --count 30 --times 0,0.5";
    private const string Likelihood = "--model mixture8 --count 3 --steps 64";
    private const string Own = "--model {own} --count 3 --steps 64";
    private const string Verify = "--only schedule-i* --cases 5";
    private const string Grid = "--solver ddim --steps 3 --model mixture8";
    private const string GridNet = "--solver ddim --steps 3";
    private const string Train = "--data moons --steps 3 --width 8 --depth 1 --batch 8";
    private const string TrainPictures = "--steps 3 --width 8 --depth 1 --batch 8";

    /// <summary>The options whose two runs take many seconds, with the test that is theirs.</summary>
    public static IReadOnlyDictionary<(string Verb, string Option), string> Elsewhere { get; } = new Dictionary<(string, string), string>
    {
        [("verify", "--orders")] = nameof(Commands.OrdersTests),
        [("verify", "--update")] = nameof(Commands.OrdersTests),
        [("train", "--resume")] = nameof(Commands.TrainTests.A_run_that_was_stopped_and_resumed_ends_with_the_same_file),
        [("train", "--overwrite")] = nameof(Commands.KeptTrainingTests),
    };

    public static IReadOnlyList<OptionCase> All { get; } =
    [
        new("sample", "--model", Sample[17..], "--model mixture8", "--model gaussian", Matters),
        new("sample", "--process", Sample, "--process vp", "--process subvp", Matters),
        new("sample", "--schedule", Sample, "", "--schedule cosine", Matters),
        new("sample", "--data", "--model {own} --solver ddpm-optimal --count 4 --steps 4", "", "--data {others}", Matters),
        // Rows are held out class by class, so that labels decide which are.
        new("sample", "--labels", "--model {own} --solver ddpm-optimal --count 4 --steps 4 --data {points}", "--labels {halves}", "--labels {thirds}", Matters),
        new("sample", "--layout", "--model {drawn} --count 4 --steps 4 --data {pictures}", "", "--layout hw", DoesNot),
        new("sample", "--dtype", Sample, "", "--dtype double", Matters),
        new("sample", "--seed", Sample, "--seed 1", "--seed 2", Matters),
        new("sample", "--solver", Sample, "--solver em", "--solver heun", Matters),
        new("sample", "--solver", Sample, "--solver ddim:0.4", "--solver ddim:0.5", Matters),
        new("sample", "--steps", "--model mixture8 --count 4", "--steps 3", "--steps 4", Matters),
        new("sample", "--nfe", "--model mixture8 --count 4", "--nfe 6", "--nfe 10", Matters),
        new("sample", "--grid", Sample, "--grid uniform", "--grid karras", Matters),
        new("sample", "--count", "--model mixture8 --steps 4", "--count 4", "--count 5", Matters),
        new("sample", "--label", "--model {net} --count 4 --steps 4", "--label 3", "--label 7", Matters),
        new("sample", "--guidance", "--model {net} --count 4 --steps 4", "", "--guidance 3", Matters),
        new("sample", "--device", Sample, "", "--device cpu", DoesNot),
        new("sample", "--noise", Sample, "", "--noise host", Refused),
        new("sample", "--rows", Sample, "", "--rows 2", Refused),
        new("sample", "--mixed", Sample, "", "--mixed", Refused),
        new("sample", "--threads", "--model mixture8 --count 2000 --steps 4", "--threads 1", "--threads 2", DoesNot),
        new("sample", "--out", "--model mixture8 --count 4 --steps 4", "", "--out {RESULT.npy}", Writes),
        new("sample", "--image", Sample, "", "--image {RESULT.png}", Writes),
        new("sample", "--trajectory", Sample, "--trajectory 0.4", "--trajectory 0.9", Matters),
        new("sample", "--path", Sample + " --solver em", "", "--path", Matters),
        new("sample", "--rtol", "--model mixture8 --count 4 --solver dopri5", "--rtol 1e-2", "--rtol 1e-4", Matters),
        new("sample", "--atol", "--model mixture8 --count 4 --solver dopri5", "--atol 1e-2", "--atol 1e-4", Matters),

        new("compare", "--model", Compare[17..], "--model mixture8", "--model gaussian", Matters),
        new("compare", "--process", Compare, "", "--process subvp", Matters),
        new("compare", "--schedule", Compare, "", "--schedule cosine", Matters),
        new("compare", "--data", CompareNet, "", "--data {others}", Matters),
        new("compare", "--labels", CompareNet + " --data {points}", "--labels {halves}", "--labels {thirds}", Matters),
        new("compare", "--layout", "--model {drawn} --solvers ddim --nfe 4 --count 20 --data {pictures}", "", "--layout hw", DoesNot),
        new("compare", "--dtype", Compare, "", "--dtype double", Matters),
        new("compare", "--seed", Compare, "--seed 1", "--seed 2", Matters),
        new("compare", "--solvers", Compare[..17] + " --nfe 4 --count 40", "--solvers em", "--solvers ddim", Matters),
        new("compare", "--nfe", "--model mixture8 --solvers em --count 40", "--nfe 4", "--nfe 5", Matters),
        new("compare", "--grid", Compare, "--grid uniform", "--grid karras", Matters),
        new("compare", "--count", "--model mixture8 --solvers em --nfe 4", "--count 40", "--count 41", Matters),
        new("compare", "--count", "--model {own} --solvers ddim --nfe 4", "--count 20", "--count 21", Matters),
        new("compare", "--part", CompareNet, "", "--part training", Matters),
        new("compare", "--device", Compare, "", "--device cpu", DoesNot),
        new("compare", "--noise", Compare, "", "--noise host", Refused),
        new("compare", "--rows", Compare, "", "--rows 2", Refused),
        new("compare", "--mixed", Compare, "", "--mixed", Refused),
        new("compare", "--threads", Compare, "--threads 1", "--threads 2", DoesNot),
        new("compare", "--path", Compare, "", "--path", Matters),
        new("compare", "--json", Compare, "", "--json {RESULT.json}", Writes),
        new("compare", "--csv", Compare, "", "--csv {RESULT.csv}", Writes),
        new("compare", "--figure", Compare, "", "--figure {RESULT.svg}", Writes),

        new("restore", "--model", Restore[14..], "--model {net}", "--model {net2}", Matters),
        new("restore", "--process", Plane, "", "--process subvp", Matters),
        new("restore", "--schedule", Plane, "", "--schedule cosine", Matters),
        new("restore", "--data", RestoreOwn, "", "--data {others}", Matters),
        new("restore", "--labels", RestoreOwn + " --data {points}", "--labels {halves}", "--labels {thirds}", Matters),
        new("restore", "--layout", Restore + " --data {pictures}", "", "--layout hw", DoesNot),
        new("restore", "--dtype", Restore, "", "--dtype double", Matters),
        new("restore", "--seed", Restore, "--seed 1", "--seed 2", Matters),
        new("restore", "--task", "--model {net} --method ddrm --steps 3 --count 2 --noise 20", "--task superres", "--task blur", Matters),
        new("restore", "--method", "--model {net} --steps 3 --count 2 --noise 20", "--method replacement", "--method ddrm", Matters),
        new("restore", "--solver", Restore, "--solver ddim", "--solver em", Matters),
        new("restore", "--steps", "--model {net} --method replacement --count 2 --noise 20", "--steps 3", "--steps 4", Matters),
        new("restore", "--grid", Plane, "--grid uniform", "--grid quadratic", Matters),
        new("restore", "--noise", "--model {net} --method replacement --steps 3 --count 2", "--noise 20", "--noise 25", Matters),
        new("restore", "--count", "--model {net} --method replacement --steps 3 --noise 20", "--count 2", "--count 3", Matters),
        new("restore", "--index", Restore, "--index 1", "--index 2", Matters),
        new("restore", "--label", Restore, "--label 1", "--label 2", Matters),
        new("restore", "--guidance", Restore + " --label 1", "", "--guidance 3", Matters),
        new("restore", "--threads", Plane, "--threads 1", "--threads 2", DoesNot),
        new("restore", "--out", Restore, "", "--out {RESULT}", Writes),
        new("restore", "--image", Restore, "", "--image {RESULT.png}", Writes),
        new("restore", "--benchmark", "", "--seed 1 --benchmark", "--seed 2 --benchmark", Matters),

        new("train", "--data", Train[13..], "--data moons", "--data swissroll", Matters),
        new("train", "--labels", TrainPictures + " --data {points}", "--labels {halves}", "--labels {thirds}", Matters),
        new("train", "--layout", TrainPictures + " --data {pictures}", "--layout hw", "--layout rows", Matters),
        new("train", "--out", Train, "", "--out {RESULT}", Writes),
        new("train", "--steps", Train.Replace("--steps 3 ", "", StringComparison.Ordinal), "--steps 2", "--steps 3", Matters),
        new("train", "--batch", Train.Replace(" --batch 8", "", StringComparison.Ordinal), "--batch 7", "--batch 8", Matters),
        new("train", "--width", Train.Replace("--width 8 ", "", StringComparison.Ordinal), "--width 8", "--width 16", Matters),
        new("train", "--depth", Train.Replace("--depth 1 ", "", StringComparison.Ordinal), "--depth 1", "--depth 2", Matters),
        new("train", "--network", Train, "", "--network mlp", DoesNot),
        new("train", "--network", "--data digits --steps 3 --batch 8", "", "--network unet", Refused),
        new("train", "--channels", Train, "", "--channels 8", Refused),
        new("train", "--multipliers", Train, "", "--multipliers 1,2", Refused),
        new("train", "--blocks", Train, "", "--blocks 1", Refused),
        new("train", "--attention", Train, "", "--attention 1", Refused),
        new("train", "--lr", Train, "", "--lr 0.01", Matters),
        new("train", "--weighting", Train, "--weighting uniform", "--weighting likelihood", Matters),
        new("train", "--predict", Train, "--predict noise", "--predict data", Matters),
        new("train", "--label-dropout", TrainPictures + " --data digits", "--label-dropout 0", "--label-dropout 1", Matters),
        new("train", "--process", Train, "", "--process subvp", Matters),
        new("train", "--schedule", Train, "", "--schedule cosine", Matters),
        new("train", "--seed", Train, "--seed 1", "--seed 2", Matters),
        new("train", "--device", Train, "", "--device cpu", DoesNot),
        new("train", "--noise", Train, "", "--noise host", Refused),
        new("train", "--rows", Train, "", "--rows 2", Refused),
        new("train", "--mixed", Train, "", "--mixed", Refused),
        new("train", "--threads", Train, "--threads 1", "--threads 2", DoesNot),
        new("train", "--from", "--steps 3", "--from {net}", "--from {net2}", Matters),
        new("train", "--save-every", Train, "--save-every never", "--save-every 1", DoesNot),

        new("forward", "--model", Forward[17..], "--model mixture8", "--model gaussian", Matters),
        new("forward", "--process", Forward, "", "--process subvp", Matters),
        new("forward", "--schedule", Forward, "", "--schedule cosine", Matters),
        new("forward", "--data", "--model {own} --count 20", "", "--data {others}", Matters),
        new("forward", "--labels", "--model {own} --count 20 --data {points}", "--labels {halves}", "--labels {thirds}", Matters),
        new("forward", "--layout", "--model {drawn} --count 20 --data {pictures}", "", "--layout hw", DoesNot),
        // The table has fewer digits than a float.
        new("forward", "--dtype", Forward, "", "--dtype double", DoesNot),
        new("forward", "--seed", Forward, "--seed 1", "--seed 2", Matters),
        new("forward", "--times", "--model mixture8 --count 30", "--times 0,0.5", "--times 0,0.6", Matters),
        new("forward", "--chain", Forward, "--chain 20", "--chain 40", Matters),
        new("forward", "--count", "--model mixture8 --times 0.5", "--count 30", "--count 31", Matters),
        new("forward", "--image", Forward, "", "--image {RESULT.png}", Writes),

        new("likelihood", "--model", Likelihood[17..], "--model mixture8", "--model gaussian", Matters),
        new("likelihood", "--process", Likelihood, "", "--process subvp", Matters),
        new("likelihood", "--schedule", Likelihood, "", "--schedule cosine", Matters),
        new("likelihood", "--data", Own, "--data {points} --labels {halves}", "--data {others} --labels {halves}", Matters),
        new("likelihood", "--labels", Own + " --data {points}", "--labels {halves}", "--labels {thirds}", Matters),
        new("likelihood", "--layout", "--model {drawn} --count 2 --steps 32 --probes 2 --divergence hutchinson --data {pictures} --labels {halves}", "", "--layout hw", DoesNot),
        new("likelihood", "--dtype", Likelihood, "", "--dtype double", Matters),
        new("likelihood", "--seed", Likelihood, "--seed 1", "--seed 2", Matters),
        new("likelihood", "--part", Own, "", "--part training", Matters),
        new("likelihood", "--count", "--model mixture8 --steps 64", "--count 3", "--count 4", Matters),
        new("likelihood", "--divergence", Likelihood, "--divergence exact", "--divergence hutchinson", Matters),
        new("likelihood", "--probes", Likelihood + " --divergence hutchinson", "--probes 2", "--probes 3", Matters),
        new("likelihood", "--solver", Likelihood, "", "--solver rk4-t --grid uniform", Matters),
        new("likelihood", "--steps", "--model mixture8 --count 3", "--steps 64", "--steps 80", Matters),
        new("likelihood", "--grid", Likelihood, "", "--grid karras", Matters),
        new("likelihood", "--prior", Likelihood, "", "--prior", Matters),
        new("likelihood", "--raw", "--model {net} --count 2 --steps 32 --divergence hutchinson --probes 2", "", "--raw", Matters),
        new("likelihood", "--bound", Likelihood, "--bound 10", "--bound 20", Matters),
        new("likelihood", "--threads", Likelihood, "--threads 1", "--threads 2", DoesNot),
        new("likelihood", "--json", Likelihood, "", "--json {RESULT.json}", Writes),
        new("likelihood", "--out", Likelihood, "", "--out {RESULT.npy}", Writes),

        new("verify", "--only", "--cases 5", "--only schedule-inverse", "--only uniform-grid", Matters),
        new("verify", "--cases", "--only schedule-i*", "--cases 5", "--cases 6", Matters),
        new("verify", "--seed", Verify, "--seed 1", "--seed 2", Matters),
        new("verify", "--case", "--only schedule-i*", "--case 1", "--case 3", Matters),
        new("verify", "--solver", "--only rotation/* --cases 5", "--solver ddim", "--solver em", Matters),
        new("verify", "--schedule", Verify, "", "--schedule linear:0.1,20", Matters),
        new("verify", "--json", Verify, "", "--json {RESULT.json}", Writes),
        new("verify", "--report", Verify, "", "--report {RESULT.html}", Writes),
        new("verify", "--limit", "", "--limit", "--limit --schedule linear:1,10", Matters),
        new("verify", "--svg", "--limit", "", "--svg {RESULT.svg}", Writes),

        new("grid", "--model", GridNet, "--model mixture8", "--model gaussian", Matters),
        new("grid", "--process", Grid, "", "--process subvp", Matters),
        new("grid", "--schedule", Grid, "", "--schedule cosine", Matters),
        new("grid", "--data", GridNet + " --model {own}", "", "--data {others}", Matters),
        new("grid", "--labels", GridNet + " --model {own} --data {points}", "--labels {halves}", "--labels {thirds}", Matters),
        new("grid", "--layout", GridNet + " --model {drawn} --data {pictures}", "", "--layout hw", DoesNot),
        new("grid", "--solver", "--steps 3 --model mixture8", "--solver ddim", "--solver heun", Matters),
        new("grid", "--steps", "--solver ddim --model mixture8", "--steps 3", "--steps 4", Matters),
        new("grid", "--spectrum", Grid, "--spectrum 0.01,1", "--spectrum 0.01,10", Matters),
        new("grid", "--out", Grid, "", "--out {RESULT.txt}", Writes),
        new("grid", "--svg", Grid, "", "--svg {RESULT.svg}", Writes),

        new("variances", "--model", "--steps 5", "--model gaussian", "--model mixture8", Matters),
        new("variances", "--process", "--steps 5 --model gaussian --grid lambda", "", "--process subvp", Matters),
        new("variances", "--schedule", "--steps 5 --model gaussian", "", "--schedule cosine", Matters),
        new("variances", "--data", "--steps 5 --model {own}", "", "--data {others}", Matters),
        new("variances", "--labels", "--steps 5 --model {own} --data {points}", "--labels {halves}", "--labels {thirds}", Matters),
        new("variances", "--layout", "--steps 5 --model {drawn} --data {pictures}", "", "--layout hw", DoesNot),
        new("variances", "--steps", "--model gaussian", "--steps 5", "--steps 6", Matters),
        new("variances", "--grid", "--steps 5 --model gaussian", "", "--grid lambda", Matters),
    ];
}
