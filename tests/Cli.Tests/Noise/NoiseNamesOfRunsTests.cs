using System.Runtime.CompilerServices;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Noise;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Noise;

/// <summary>
/// In whole runs of the program no two uses share a random number: training and its data, paths, adaptive steps, guidance, restarts, judging, restoring and
/// likelihoods. The seeds are those that the program itself takes for its data and its splits, where two uses would meet first.
/// </summary>
[Trait("Category", "Once")]
public sealed class NoiseNamesOfRunsTests : IDisposable
{
    private readonly Folder folder = new();

    public NoiseNamesOfRunsTests()
    {
        NpyWriter<float>.Save(folder["points.npy"], [.. Enumerable.Range(0, 200).Select(static i => MathF.Sin(i * i))], 2);
        NpyWriter<float>.Save(folder["halves.npy"], [.. Enumerable.Range(0, 100).Select(static i => (float)(i % 2))], 1);
        ProgramRun.Done([.. Train, "--data", folder["points.npy"], "--labels", folder["halves.npy"], "--out", folder["net"]]);
    }

    private static string[] Train => ["train", "--steps", "12", "--width", "8", "--depth", "1", "--batch", "32", "--threads", "1"];

    // A run draws every number once, or says why not: a network's weights are drawn before they are read, a comparison is timed over and over, a likelihood goes
    // again in half of the steps, every part of a batch asks for its step's times, and truths are measured alike for each method that ranks them.
    public static TheoryData<string, string, bool> Runs => new()
    {
        { "train --data moons --steps 12 --width 8 --depth 1 --batch 100 --out {RESULT}", "Data Weights Training", false },
        { "train --data {points.npy} --labels {halves.npy} --label-dropout 0.5 --steps 12 --width 8 --depth 1 --batch 40 --out {RESULT}", "Data Weights Training", false },
        { "train --from {net} --steps 12 --out {RESULT}", "Data Weights Training", false },
        { "sample --model mixture8 --count 5 --steps 6 --solver restart-heun --out {RESULT.npy}", "Data Prior Restart", true },
        { "sample --model mixture8 --count 5 --steps 6 --solver heun-churn:10 --out {RESULT.npy}", "Data Prior Churn", true },
        { "sample --model mixture8 --count 5 --steps 6 --solver pc --out {RESULT.npy}", "Data Prior Step Corrector", true },
        { "sample --model mixture8 --count 5 --steps 6 --solver em --out {RESULT.npy} --log-density {RESULT.npy}", "Data Prior Step", true },
        { "sample --model mixture8 --count 5 --steps 6 --solver em --path --out {RESULT.npy}", "Data Prior Path", true },
        { "sample --model mixture8 --count 5 --steps 6 --solver sde-dpmpp-2m --path --out {RESULT.npy}", "Data Prior Path", true },
        { "sample --model mixture8 --count 5 --steps 6 --solver shark --path --out {RESULT.npy}", "Data Prior Path", true },
        { "sample --model mixture8 --count 5 --solver adaptive-sde --out {RESULT.npy}", "Data Prior Path", true },
        { "sample --model mixture8 --count 5 --solver dopri5 --out {RESULT.npy}", "Data Prior", true },
        { "sample --model {net} --count 5 --steps 6 --solver em --guidance 2 --out {RESULT.npy}", "Weights Prior Step", true },
        { "sample --model {net} --count 5 --steps 6 --solver em --guidance 0.5 --cfgpp --out {RESULT.npy}", "Weights Prior Step", true },
        { "sample --model {net} --count 5 --steps 6 --solver ddpm-analytic --out {RESULT.npy}", "Weights Prior Step Data Forward", false },
        { "forward --model mixture8 --count 20 --times 0.5 --chain 20", "Data Forward", true },
        { "likelihood --model mixture8 --count 3 --steps 64 --divergence hutchinson --probes 2 --bound 20", "Data Probe Forward", false },
        { "likelihood --model digits --part held-out --count 2 --steps 32 --divergence hutchinson --probes 2", "Weights Data Probe Dequantisation", false },
        { "compare --model mixture8 --solvers em --nfe 5 --count 40", "Prior Step Data Metric", false },
        { "compare --model mixture8 --solvers em --nfe 5 --count 40 --path", "Prior Path Data Metric", false },
        { "compare --model {net} --solvers em --nfe 5 --count 20", "Weights Prior Step Data Metric", false },
        { "restore --model mixture8 --task compressed:1 --method replacement --solver em --steps 8 --count 2 --noise 2", "Data Operator Measurement Prior Step Substitution", true },
        { "restore --model mixture8 --task compressed:1 --method twisted --particles 6 --steps 8 --count 2 --noise 1", "Data Operator Measurement Prior Step Resampling", true },
        { "restore --model mixture8 --task compressed:1 --method repaint --steps 8 --count 2 --noise 2", "Data Operator Measurement Prior Step Substitution Return", true },
        { "restore --model mixture8 --task compressed:1 --method snips --steps 8 --noise 2 --ranks 6", "Data Operator Measurement Prior Corrector", false },
        { "restore --model {net} --task compressed:1 --method replacement --solver em --steps 8 --noise 2 --ranks 4", "Weights Data Operator Measurement Prior Step Substitution", true },
        { "restore --model {net} --task compressed:1 --method mmps --solver pc --steps 8 --count 2 --noise 2", "Weights Data Operator Measurement Prior Step Corrector", true },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Runs))]
    public void No_two_uses_of_a_run_share_a_random_number(string words, string purposes, bool isOnce)
    {
        foreach (string seed in new[] { "0", $"{DataSplit.UsualSeed}" })
        {
            var draws = new NoiseUses();
            ProgramRun run;
            using (NoiseLedger.Read(draws.Note))
            {
                run = ProgramRun.Of([.. words.Split(' ').Select(Path), "--seed", seed]);
            }

            Assert.True(run.Code == Cli.App.Done, run.Error);
            Assert.Equal(purposes.Split(' ').Order(), draws.Purposes.Order());
            Assert.Empty(draws.Shared);
            Assert.Empty(isOnce ? draws.Again : []);
        }
    }

    [Fact]
    public void Two_uses_of_one_name_are_told()
    {
        var draws = new NoiseUses();
        using (NoiseLedger.Read(draws.Note))
        {
            Shuffle(NoisePurpose.Metric);
            Assert.Empty(draws.Again);
            Shuffle(NoisePurpose.Metric);
            Assert.NotEmpty(draws.Again);
            Shuffle(NoisePurpose.Data);
            Assert.Empty(draws.Shared);
            Scores.GaussianMixture.Ring().Sample<float>(new float[4], new Processes.VariancePreserving(new Schedules.LinearSchedule()).At(0.5), DataSplit.UsualSeed);
            Assert.NotEmpty(draws.Shared);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Shuffle(NoisePurpose purpose) => _ = RandomOrder.Of(5, new NoiseKey(DataSplit.UsualSeed, 0, purpose));
    }

    private string Path(string word) => word.StartsWith("{RESULT", StringComparison.Ordinal) ? folder[$"{Guid.NewGuid():N}{word[7..^1]}"] : word.StartsWith('{') ? folder[word[1..^1]] : word;
}
