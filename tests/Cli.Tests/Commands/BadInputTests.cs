using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>Whatever is typed: the right exit code, a sentence that names the word, no stack trace, no file.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string, string> BadUsage => new()
    {
        { "compar", "There is no command 'compar'. Nearest: compare" },
        { "compare --solver em", "has no option '--solver'. Nearest: --solvers" },
        { "compare extra", "does not know what to do with 'extra'" },
        { "compare --solvers em,huen", "There is no solver 'huen'. Nearest: heun" },
        { "compare --solvers em,,heun", "--solvers has an empty entry" },
        { "compare --solvers em,em", "--solvers names 'em' more than once" },
        { "compare --nfe 10,x", "--nfe must be a whole number from 1 to 2147483647, not 'x'" },
        { "compare --nfe 0", "--nfe must be a whole number from 1 to 2147483647, not '0'" },
        { "compare --nfe 10,-5", "not '-5'" },
        { "compare --nfe 1 --solvers pc", "Solver 'pc' needs 2 evaluations for one step, more than the 1 allowed" },
        { "compare --nfe 2000 --solvers em --grid trailing", "Grid 'trailing' has at most 1000 steps, not 2000" },
        { "sample --model gaussian --steps 1500 --grid leading --out {folder}/x.npy", "Grid 'leading' has at most 1000 steps, not 1500" },
        { "likelihood --model gaussian --steps 1500 --grid leading", "Grid 'leading' has at most 1000 steps, not 1500" },
        { "restore --steps 1500 --grid leading", "Grid 'leading' has at most 1000 steps, not 1500" },
        { "variances --steps 1500 --grid leading", "Grid 'leading' has at most 1000 steps, not 1500" },
        { "compare --count 0", "--count must be a whole number from 20" },
        { "compare --count 1e3", "not '1e3'" },
        { "compare --count 99999999999", "--count must be a whole number" },
        { "compare --count 2000000000 --model mixture8", "--count must be at most" },
        { "compare --seed -1", "--seed must be a whole number from 0 to 18446744073709551615, not '-1'" },
        { "compare --threads 0", "--threads must be a whole number from 1 to 1024" },
        { "compare --threads 5000", "--threads must be a whole number from 1 to 1024" },
        { "compare --nfe 2000000000 --solvers em", "Grid 'balanced' has at most 1000000 steps" },
        { "compare --json /dev/null", "/dev/null: cannot be written: it is a device" },
        { "sample --model mixture8 --out {folder}/x.npy --steps 2147483647", "Grid 'balanced' has at most 1000000 steps" },
        { "train --data moons --out {folder}/m --width 2000000", "--width must be a whole number from 1 to 32767, not '2000000'" },
        { "train --data moons --out {folder}/m --width 50000", "--width must be a whole number from 1 to 32767, not '50000'" },
        { "train --data moons --out {folder}/m --depth 2000", "--depth must be a whole number from 0 to 1024, not '2000'" },
        { "variances --steps a", "--steps must be a whole number from 2 to 100000, not 'a'" },
        { "sample --model mixture8 --out {folder}/x.npy --trajectory some", "--trajectory takes times" },
        { "sample --model mixture8 --out {folder}/x.npy --steps 5 --trajectory frames:9", "from 2 to 6, the times of a grid of 5 steps" },
        { "compare --samples 0", "--count must be a whole number from 20" },
        { "compare --samples=x", "--count must be a whole number from 20" },
        { "compare --model mixtur8", "There is no model or checkpoint file 'mixtur8'. Nearest: mixture8" },
        { "compare --process vp", "--process vp contradicts model 'digits'" },
        { "compare --model digits --schedule cosine", "--schedule cosine contradicts model 'digits'" },
        { "compare --model mixture8 --process vpp", "There is no process 'vpp'. Nearest: vp" },
        { "compare --model mixture8 --schedule cosin", "There is no schedule 'cosin'. Nearest: cosine" },
        { "compare --model mixture8 --schedule linear:1", "two numbers β0,β1 are needed" },
        { "compare --model mixture8 --schedule linear:20,0.1", "betaAtOne must not be less than betaAtZero" },
        { "compare --model mixture8 --schedule linear:NaN,1", "must be finite" },
        { "compare --model mixture8 --schedule cosine:3", "cosine takes no numbers" },
        { "compare --model mixture8 --schedule table:", "a file name is needed after the colon" },
        { "compare --model mixture8 --schedule table:no-such-file", "there is no file 'no-such-file'" },
        { "compare --model mixture8 --schedule geometric", "leaves nothing of the data under 'vp'" },
        { "compare --model mixture8 --data moons", "--data moons contradicts model 'mixture8'" },
        { "compare --model digits --data nowhere", "There is no data set, file or folder 'nowhere'" },
        { "compare --model digits --labels y.npy", "--labels tells how --data is read; give that too" },
        { "compare --model digits --data moons --layout hw", "'moons' is in the program: --labels and --layout are for files" },
        { "compare --model digits --part all", "--part all leaves no rows" },
        { "likelihood --model digits --part test", "There is no part 'test'" },
        { "likelihood --model mixture8 --part all", "a law has no parts" },
        { "train --data moons --layout nchw --out {folder}/m", "There is no layout 'nchw'" },
        { "compare --model mixture8 --grid karas", "There is no grid 'karas'. Nearest: karras" },
        { "compare --model mixture8 --dtype half", "There is no dtype 'half'" },
        { "compare --model mixture8 --solvers pc-snr", "Solver 'pc-snr' does not suit model 'mixture8'" },
        { "compare --model mixture8 --solvers ddim:2", "η of solver 'ddim' must be a number from 0 to 1, not '2'" },
        { "compare --model mixture8 --solvers ddim:NaN", "not 'NaN'" },
        { "compare --model mixture8 --solvers pc:1.5", "corrector steps of solver 'pc' must be a whole number" },
        { "compare --model mixture8 --solvers heun:2", "Solver 'heun' takes no number" },
        { "compare --json", "Required argument missing for option: '--json'" },
        { "compare --json {folder}/r --csv {folder}/r", "--json and --csv name the same file" },
        { "compare --json {folder}/no/r.json", "its folder does not exist" },
        { "compare --json {folder}", "it is a folder" },
        { "sample --model mixture8", "Nothing would be kept" },
        { "sample --model mixture8 --out {folder}/x.npy --steps 5 --nfe 10", "--steps and --nfe contradict each other" },
        { "sample --model mixture8 --out {folder}/x.npy --steps 0", "--steps must be a whole number from 1" },
        { "sample --model mixture8 --out {folder}/x.npy --count 0", "--count must be a whole number from 1" },
        { "sample --model mixture8 --out {folder}/x.npy --count -3", "not '-3'" },
        { "sample --model mixture8 --out {folder}/x.npy --log-density {folder}/d.npy", "'heun' draws no noise" },
        { "sample --model mixture8 --solver ddpm --out {folder}/x.npy --log-density {folder}/d.npy", "draws no noise in its step to t = 0" },
        { "sample --model mixture8 --solver em:0.5 --out {folder}/x.npy --log-density {folder}/d.npy", "give it the noise rate 1" },
        { "sample --model mixture8 --solver stochastic-heun --out {folder}/x.npy --log-density {folder}/d.npy", "goes on with the model after noise" },
        { "sample --model mixture8 --solver dopri5 --out {folder}/x.npy --log-density {folder}/d.npy", "an adaptive solver has not" },
        { "sample --model mixture8 --solver em --path --out {folder}/x.npy --log-density {folder}/d.npy", "which --path gives another" },
        { "sample --model mixture8 --process flow --solver em --out {folder}/x.npy --log-density {folder}/d.npy", "begins at α = 0" },
        { "sample --model mixture8 --solver em --resume --out {folder}/x.npy --log-density {folder}/d.npy", "Cut long runs by --shard" },
        { "sample --model mixture8 --solver em --out {folder}/x.npy --log-density {folder}/x.npy", "name the same file" },
        { "sample --model mixture8 --solver em --out {folder}/x.npy --log-density {folder}/d.csv", "--log-density writes .npy" },
        { "sample --model mixture8 --solver em --out {folder}/x.npy --log-density {folder}/d.npy --count 0", "--count must be a whole number from 1" },
        { "sample --model mixture8 --solver em --shard 1/2 --out {folder}/x.csv --log-density {folder}/d.npy", "--shard is for samples" },
        { "sample --model mixture8 --out {folder}/x.csv --count 2147483647", "--count must be at most" },
        { "sample --model mixture8 --out {folder}/x.npy --count 5 --count 6", "--count" },
        { "sample --model mixture8 --out {folder}/x.npy --label 1", "Model 'mixture8' has no classes" },
        { "sample --model digits --out {folder}/x.npy --label 10", "--label must be a class of model 'digits', not '10'; the classes are 0, 1, 2, 3, 4, 5, 6, 7, 8, 9." },
        { "sample --model digits --out {folder}/x.npy --label -1", "--label must be a class of model 'digits', not '-1'" },
        { "sample --model mixture8 --out {folder}/missing/x.npy", "its folder does not exist" },
        { "sample --model {folder}/none.safetensors --out {folder}/x.npy", "There is no model or checkpoint file" },
        { "forward --model mixture8 --times 0,2", "--times must be a number from 0 to 1, not '2'" },
        { "forward --model mixture8 --times NaN", "not 'NaN'" },
        { "forward --model mixture8 --chain 0", "--chain must be a whole number from 1" },
        { "forward --model mixture8 --chain 100 --process ve", "--chain contradicts process 've'" },
        { "forward --model mixture8 --chain 1 --schedule linear:79,79", "--chain 1 has too few steps" },
        { "train --data moons", "Nothing would be kept: give --out FILE" },
        { "train --out {folder}/m", "There is nothing to learn from" },
        { "train --data mons --out {folder}/m", "There is no data set, file or folder 'mons'. Nearest: moons" },
        { "train --data moons --out {folder}/m --lr 0", "--lr must be a number greater than 0" },
        { "train --data moons --out {folder}/m --lr inf", "--lr must be a number greater than 0" },
        { "train --data moons --out {folder}/m --batch 0", "--batch must be a whole number from 1" },
        { "train --data moons --out {folder}/m --weighting minsnr", "There is no weighting 'minsnr'. Nearest: min-snr" },
        { "train --data moons --out {folder}/m --times lognormal", "There is no law of training times 'lognormal'. Nearest: log-normal" },
        { "train --data moons --out {folder}/m --process ve --schedule geometric:10000,100000 --times log-normal", "Training times cannot be log-normal" },
        { "train --resume --out {folder}/m", "There is no file" },
        { "train --resume {folder}/m --out {folder}/m --steps 3", "--steps contradicts --resume" },
        { "list solver", "There is no topic 'solver'. Nearest: solvers" },
        { "list --solvers", "no option '--solvers'" },
        { "compare --model mixture8 --count 1000000000", "This run needs about" },
        { "sample --model mixture8 --out {folder}/x.npy --count 1000000000 --dtype double --trajectory 1,0.9,0.5,0", "--count must be at most" },
        { "train --data moons --out {folder}/m --width 20000 --depth 100", "This run needs about 2.09 TB of memory (a network of 40" },
        { "train --data moons --out {folder}/m --batch 2147483647", "a batch" },
        { "restore --model digits --task inpaint:8 --out {folder}/r", "Task 'inpaint:8'" },
    };

    [Theory]
    [MemberData(nameof(BadUsage))]
    public void Bad_usage_is_told_in_a_sentence(string line, string fragment)
    {
        using var folder = new Folder();
        string[] words = [.. line.Split(' ').Select(word => word.Replace("{folder}", folder[""].TrimEnd('/'), StringComparison.Ordinal))];
        ProgramRun run = ProgramRun.Of(words);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
        Assert.Empty(folder.Files);
        Sentences.Check(run.Error);
    }

    [Theory]
    [InlineData("sample --mdoel gaussian", "has no option '--mdoel'. Nearest: --model")]
    [InlineData("variances --steps a", "not 'a'")]
    public void One_fault_is_one_sentence(string line, string fragment)
    {
        string[] lines = ProgramRun.Of(line.Split(' ')).Error.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains(fragment, lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_of_another_program_is_told_what_to_do()
    {
        using var folder = new Folder();
        File.WriteAllText(folder["net.pth"], "PyTorch");
        ProgramRun run = ProgramRun.Of("sample", "--model", folder["net.pth"], "--out", folder["x.npy"]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains("is named like a PyTorch file; this program reads the safetensors files that 'scoresde train' writes", run.Error, StringComparison.Ordinal);
        Sentences.Check(run.Error);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        ProgramRun run = ProgramRun.Of("sample", "--model", "x", "--solver", "y", "--grid", "z", "--steps", "0", "--seed", "s");
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Equal(7, run.Error.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void An_empty_word_is_a_fault()
    {
        ProgramRun run = ProgramRun.Of("compare", "--model", "");
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains("--model is empty", run.Error, StringComparison.Ordinal);
    }
}
