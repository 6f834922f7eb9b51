using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>The last number that an option takes and the first that it does not.</summary>
[Trait("Category", "Once")]
public sealed class BoundsOfOptionsTests
{
    private const string Whole = "must be a whole number from";
    private const string NeedsLibTorch = "scoresde: --network unet is trained on libtorch: give --device torch or --device cuda.\nTry 'scoresde train --help'.\n";

    [Theory]
    [InlineData("compare --model gaussian --solvers em", "--count", "20", "19", $"{Whole} 20 to 2147483647")]
    [InlineData("compare --model gaussian --solvers em", "--nfe", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("compare --model gaussian --solvers em", "--threads", "1024", "1025", $"{Whole} 1 to 1024")]
    [InlineData("sample --model gaussian --out -", "--count", "1", "0", $"{Whole} 1 to 72057594037927936")]
    [InlineData("sample --model gaussian --out none.npy", "--count", "72057594037927936", "72057594037927937", $"{Whole} 1 to 72057594037927936")]
    [InlineData("sample --model gaussian --out -", "--steps", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("sample --model gaussian --out -", "--nfe", "2", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("sample --model gaussian --out -", "--threads", "1", "0", $"{Whole} 1 to 1024")]
    [InlineData("sample --model gaussian --out -", "--seed", "18446744073709551615", "18446744073709551616", $"{Whole} 0 to 18446744073709551615")]
    [InlineData("sample --model gaussian --solver dopri5 --out -", "--rtol", "1", "1.0001", "must be a number from 0 to 1")]
    [InlineData("sample --model gaussian --solver dopri5 --out -", "--rtol", "0", "-0.001", "must be a number from 0 to 1")]
    [InlineData("sample --model gaussian --solver dopri5 --out -", "--atol", "1e-300", "0", "must be a number greater than 0")]
    [InlineData("sample --model digits --out -", "--guidance", "100", "100.1", "must be a number from 0 to 100")]
    [InlineData("sample --model digits --out -", "--guidance", "0", "-0.1", "must be a number from 0 to 100")]
    [InlineData("sample --model digits --guidance 2 --out -", "--guidance-rescale", "1", "1.1", "must be a number from 0 to 1")]
    [InlineData("sample --model digits --guidance 2 --out -", "--guidance-rescale", "0", "-0.1", "must be a number from 0 to 1")]
    [InlineData("forward --model gaussian", "--chain", "100000", "100001", "must be at most 100000")]
    [InlineData("forward --model gaussian", "--count", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("forward --model gaussian", "--times", "1", "1.01", "must be a number from 0 to 1")]
    [InlineData("forward --model gaussian", "--times", "0", "-0.01", "must be a number from 0 to 1")]
    [InlineData("grid --model gaussian --solver ddim", "--steps", "2", "1", $"{Whole} 2 to 200")]
    [InlineData("grid --model gaussian --solver ddim", "--steps", "200", "201", $"{Whole} 2 to 200")]
    [InlineData("likelihood --model gaussian", "--steps", "4", "3", $"{Whole} 4 to 2147483647")]
    [InlineData("likelihood --model gaussian", "--count", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("likelihood --model gaussian --divergence hutchinson", "--probes", "1", "0", $"{Whole} 1 to 4096")]
    [InlineData("likelihood --model gaussian --divergence hutchinson", "--probes", "4096", "4097", $"{Whole} 1 to 4096")]
    [InlineData("likelihood --model gaussian --schedule linear:0.1,0.2", "--bound", "2", "1", $"{Whole} 2 to 100000")]
    [InlineData("likelihood --model gaussian", "--bound", "100000", "100001", $"{Whole} 2 to 100000")]
    [InlineData("likelihood --model gaussian --bound 50", "--weighted", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("restore --model gaussian --task compressed:1 --noise 1", "--index", "99999", "100000", $"{Whole} 0 to 99999")]
    [InlineData("restore --model gaussian --task compressed:1 --noise 1", "--index", "0", "-1", $"{Whole} 0 to 99999")]
    [InlineData("restore --model digits --method ddrm", "--index", "358", "359", $"{Whole} 0 to 358")]
    [InlineData("restore --model gaussian --task compressed:1 --method ddrm", "--noise", "0", "-0.1", "must be a number at least 0")]
    [InlineData("restore --model gaussian --task compressed:1 --method ddrm --ranks 5", "--noise", "1e-3", "0", "must be a number greater than 0")]
    [InlineData("restore --model gaussian --task compressed:1", "--steps", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("restore --model gaussian --task compressed:1", "--count", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("restore --model gaussian --task compressed:1 --method twisted", "--particles", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("restore --model gaussian --task compressed:1 --method ddrm", "--ranks", "1", "0", $"{Whole} 1 to 10000")]
    [InlineData("restore --model gaussian --task compressed:1 --method ddrm", "--ranks", "10000", "10001", $"{Whole} 1 to 10000")]
    [InlineData("restore --model gaussian --task compressed:1 --method ddrm --ranks 5", "--count", "1", "0", $"{Whole} 1 to 1000")]
    [InlineData("restore --model gaussian --task compressed:1 --method ddrm --ranks 5", "--count", "1000", "1001", $"{Whole} 1 to 1000")]
    [InlineData("restore --model gaussian --task compressed:1 --method twisted --ranks 5", "--particles", "100000", "100001", $"{Whole} 1 to 100000")]
    [InlineData("restore --model gaussian --task compressed:1 --method twisted --ranks 5", "--particles", "1", "0", $"{Whole} 1 to 100000")]
    [InlineData("restore --benchmark", "--ranks", "1", "0", $"{Whole} 1 to 10000")]
    [InlineData("restore --benchmark", "--ranks", "10000", "10001", $"{Whole} 1 to 10000")]
    [InlineData("restore --benchmark --ranks 5", "--count", "1", "0", $"{Whole} 1 to 1000")]
    [InlineData("restore --benchmark --ranks 5", "--count", "1000", "1001", $"{Whole} 1 to 1000")]
    [InlineData("restore --benchmark", "--particles", "1", "0", $"{Whole} 1 to 100000")]
    [InlineData("restore --benchmark", "--particles", "100000", "100001", $"{Whole} 1 to 100000")]
    [InlineData("variances --model gaussian", "--steps", "2", "1", $"{Whole} 2 to 100000")]
    [InlineData("variances --model gaussian --grid uniform", "--steps", "100000", "100001", $"{Whole} 2 to 100000")]
    [InlineData("verify --only order/heun*", "--cases", "1", "0", $"{Whole} 1 to 1000000")]
    [InlineData("verify --only order/heun*", "--cases", "1000000", "1000001", $"{Whole} 1 to 1000000")]
    [InlineData("verify --only order/heun*", "--case", "0", "-1", $"{Whole} 0 to 2147483647")]
    [InlineData("train --data moons --out none", "--steps", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("train --data moons --out none", "--batch", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("train --data moons --out none", "--width", "1", "0", $"{Whole} 1 to 32767")]
    [InlineData("train --data moons --out none", "--width", "32767", "32768", $"{Whole} 1 to 32767")]
    [InlineData("train --data moons --out none", "--depth", "0", "-1", $"{Whole} 0 to 1024")]
    [InlineData("train --data moons --out none", "--depth", "1024", "1025", $"{Whole} 0 to 1024")]
    [InlineData("train --data moons --out none", "--lr", "1", "1.01", "must be a number greater than 0 and at most 1")]
    [InlineData("train --data moons --out none", "--lr", "1e-9", "0", "must be a number greater than 0 and at most 1")]
    [InlineData("train --data moons --out none", "--label-dropout", "1", "1.01", "must be a number from 0 to 1")]
    [InlineData("train --data moons --out none", "--label-dropout", "0", "-0.01", "must be a number from 0 to 1")]
    [InlineData("train --data digits --network unet --out none", "--channels", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("train --data digits --network unet --out none", "--blocks", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("train --data digits --network unet --out none", "--multipliers", "1", "0", $"{Whole} 1 to 2147483647")]
    [InlineData("train --data digits --network unet --out none", "--attention", "0", "-1", $"{Whole} 0 to 2147483647")]
    public void The_last_number_is_taken_and_the_next_is_not(string line, string option, string last, string next, string range)
    {
        Taken(Stopped([.. line.Split(' '), option, last]));
        Assert.Contains($"scoresde: {option} {range}, not {(range.Contains("at most 100000", StringComparison.Ordinal) ? next : $"'{next}'")}.\n", Stopped([.. line.Split(' '), option, next]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grid --solver ddim --steps 3 --model gaussian --spectrum", "1e-06,1000000", "9e-07,1", "--spectrum must be a number from 1E-06 to 1000000, not '9e-07'.")]
    [InlineData("grid --solver ddim --steps 3 --model gaussian --spectrum", "0.1,1", "0.1,1000001", "--spectrum must be a number from 1E-06 to 1000000, not '1000001'.")]
    [InlineData("grid --solver ddim --steps 3 --model gaussian --spectrum", "0.5,0.51", "0.5,0.49", "--spectrum takes two variances, the lower one first.")]
    [InlineData("grid --solver ddim --steps 3 --model gaussian --spectrum", "1,2", "1", "--spectrum takes two variances, the lower one first.")]
    [InlineData("grid --solver ddim --steps 3 --model gaussian --spectrum", "1,2", "1,2,3", "--spectrum takes two variances, the lower one first.")]
    [InlineData("sample --model digits --guidance 2 --out - --guidance-interval", "0,1e300", "1,1.1e300", "--guidance-interval must be a number from 0 to 1E+300, not '1.1e300'.")]
    [InlineData("sample --model digits --guidance 2 --out - --guidance-interval", "1,1.5", "1.5,1", "--guidance-interval must be two levels σ/α with the lower one first, as 0.3,3, not '1.5,1'.")]
    [InlineData("sample --model digits --guidance 2 --out - --guidance-interval", "1,1.5", "1", "--guidance-interval must be two levels σ/α with the lower one first, as 0.3,3, not '1'.")]
    [InlineData("sample --model digits --guidance 2 --out - --guidance-interval", "1,1.5", "1,1.5,2", "--guidance-interval must be two levels σ/α with the lower one first, as 0.3,3, not '1,1.5,2'.")]
    [InlineData("sample --model digits --solver ddim --cfgpp --out - --guidance", "1", "1.5", "--guidance is the λ of --cfgpp, which is at most 1, not 1.5: a step of length h then is one of guidance by λ/(1 − e^(−h)).")]
    [InlineData("sample --model gaussian --solver dopri5 --rtol 1e-9 --out - --atol", "1e-05", "9e-06", "--rtol or --atol must be at least 1E-05 in float; give --dtype double.")]
    [InlineData("sample --model gaussian --solver dopri5 --atol 1e-9 --out - --rtol", "1e-05", "9e-06", "--rtol or --atol must be at least 1E-05 in float; give --dtype double.")]
    [InlineData("compare --model gaussian --solvers", "dopri5:1", "dopri5:1.1", "The tolerance of 'dopri5' must be a number from 1E-05 to 1, not '1.1'.")]
    [InlineData("compare --model gaussian --solvers", "dopri5:1e-5", "dopri5:9e-6", "The tolerance of 'dopri5' must be a number from 1E-05 to 1, not '9e-6'.")]
    [InlineData("compare --model gaussian --dtype double --solvers", "dopri5:1e-13", "dopri5:9e-14", "The tolerance of 'dopri5' must be a number from 1E-13 to 1, not '9e-14'.")]
    [InlineData("likelihood --model gaussian --bound 3 --schedule linear:0.1,0.2 --weighted", "1431655764", "1431655765", "--weighted 1431655765 over 3 steps needs more random numbers than have names; take fewer than 1431655765 paths.")]
    [InlineData("compare --model powerlaw64 --solvers em --count", "33554431", "33554432", "--count must be at most 33554431 for model 'powerlaw64', not 33554432.")]
    [InlineData("forward --model powerlaw64 --count", "33554431", "33554432", "--count must be at most 33554431 for model 'powerlaw64', not 33554432.")]
    [InlineData("restore --model powerlaw64 --task compressed:1 --method ddrm --noise 1 --count", "33554431", "33554432", "--count must be at most 33554431 for samples of 64 numbers, not 33554432.")]
    [InlineData("restore --model powerlaw64 --task compressed:1 --method twisted --noise 1 --particles", "33554431", "33554432", "--particles must be at most 33554431 for samples of 64 numbers, not 33554432.")]
    [InlineData("sample --model powerlaw64 --out none.csv --count", "33554431", "33554432", "--count must be at most 33554431 for samples of 64 numbers, not 33554432.")]
    [InlineData("sample --model powerlaw64 --out none.npy --trajectory 1,0.5 --count", "16777215", "16777216", "--count must be at most 16777215 for samples of 64 numbers at 2 times, not 16777216.")]
    [InlineData("sample --model powerlaw64 --out none.npy --count", "9007199254740991", "9007199254740992", "--count must be at most 9007199254740991 for samples of 64 numbers, not 9007199254740992.")]
    [InlineData("forward --model powerlaw64 --out none.npy --times 0,1 --count", "16777215", "16777216", "--out would hold 2 × 16777216 × 64 numbers, more than an array has: give fewer --times or a smaller --count.")]
    [InlineData("restore --model powerlaw64 --task compressed:1 --method dps-likelihood --noise", "0.001", "0", "Method 'dps-likelihood' needs a measurement with error: --noise greater than 0.")]
    [InlineData("restore --model powerlaw64 --task compressed:1 --method twisted --noise", "0.001", "0", "Method 'twisted' needs a measurement with error: --noise greater than 0.")]
    public void The_last_words_are_taken_and_the_next_are_not(string line, string last, string next, string sentence)
    {
        Taken(Stopped([.. line.Split(' '), last]));
        Assert.Contains($"scoresde: {sentence}\n", Stopped([.. line.Split(' '), next]), StringComparison.Ordinal);
    }

    private static void Taken(string told) =>
        Assert.True(told.Contains("Stopped before the end", StringComparison.Ordinal) || told.Contains("of memory", StringComparison.Ordinal) || told == NeedsLibTorch, told);

    // What is taken is stopped before it begins, by its token or by the little memory that there is.
    private static string Stopped(string[] words)
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        int code = App.Run(words, new Terminal(results, talk) { Cancellation = new CancellationToken(canceled: true), MemoryBytes = 1 << 20, DiskBytes = static _ => 1 << 20, OpenBytes = static () => new MemoryStream() });
        Assert.True(code is App.Failed or App.BadUsage, $"{string.Join(' ', words)}: exit code {code}");
        return talk.ToString();
    }
}
