using System.CommandLine;
using ScoreSde.Cli;
using ScoreSde.Cli.Commands;
using ScoreSde.Cli.Output;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>What is said of words that a verb has no place for, and of names that are none, alone and together.</summary>
[Trait("Category", "Once")]
public sealed class UnknownWordsTests
{
    private const string NoPlace = "'scoresde sample' does not know what to do with";
    private const string NoOption = "'scoresde sample' has no option";

    [Theory]
    [InlineData("-model gaussian", $"{NoOption} '-model'. Nearest: --model, --seed, --nfe.")]
    [InlineData("-?h", $"{NoOption} '-?h'. Nearest: --nfe, --out, --path.")]
    [InlineData("-", $"{NoPlace} '-'; options begin with --.")]
    [InlineData("-5", $"{NoPlace} '-5'; options begin with --.")]
    [InlineData("-9x", $"{NoPlace} '-9x'; options begin with --.")]
    [InlineData("x", $"{NoPlace} 'x'; options begin with --.")]
    [InlineData("5-x", $"{NoPlace} '5-x'; options begin with --.")]
    [InlineData("--", "Nothing would be kept: give --out FILE.npy, --image FILE.png, --animate FILE.gif, or several.")]
    [InlineData("--nope 5", $"{NoOption} '--nope'. Nearest: --nfe, --noise, --model.")]
    [InlineData("--nope -5", $"{NoOption} '--nope'. Nearest: --nfe, --noise, --model.")]
    [InlineData("--nope 5 6", $"{NoOption} '--nope'. Nearest: --nfe, --noise, --model.", $"{NoPlace} '6'; options begin with --.")]
    [InlineData("--nope=3 4", $"{NoOption} '--nope=3'. Nearest: --model, --nfe, --noise.", $"{NoPlace} '4'; options begin with --.")]
    [InlineData("--nope -x 4", $"{NoOption} '--nope'. Nearest: --nfe, --noise, --model.", $"{NoOption} '-x'. Nearest: --nfe, --out, --data.")]
    [InlineData("4 --nope 5", $"{NoPlace} '4'; options begin with --.", $"{NoOption} '--nope'. Nearest: --nfe, --noise, --model.")]
    [InlineData("4 5", $"{NoPlace} '4'; options begin with --.", $"{NoPlace} '5'; options begin with --.")]
    public void Words_without_a_place_are_told_each_by_a_sentence(string words, params string[] sentences) =>
        Check(ProgramRun.Of(["sample", .. words.Split(' ')]), "scoresde sample", sentences);

    [Theory]
    [InlineData("-hv", "'scoresde' has no option '-hv'. Nearest: --help, --version.")]
    [InlineData("frob", "There is no command 'frob'. Nearest: grid, merge, train.")]
    [InlineData("frob --x", "There is no command 'frob'. Nearest: grid, merge, train.", "'scoresde' has no option '--x'. Nearest: --help, --version.")]
    [InlineData("-7", "There is no command '-7'. Nearest: grid, list, merge.")]
    public void Words_that_are_no_verb_are_told_each_by_a_sentence(string words, params string[] sentences) =>
        Check(ProgramRun.Of(words.Split(' ')), "scoresde", sentences);

    [Theory]
    [InlineData("list", "-x", "'scoresde list' has no option '-x'. Nearest: --all.")]
    [InlineData("list", "solvers -x", "'scoresde list' has no option '-x'. Nearest: --all.")]
    [InlineData("merge", "a.npy --x", "'scoresde merge' has no option '--x'.")]
    [InlineData("devices", "--x", "'scoresde devices' has no option '--x'.")]
    [InlineData("merge", "- a.npy", "'merge' writes and reads files alone, not -.")]
    [InlineData("merge", "a.npy -", "'merge' writes and reads files alone, not -.")]
    [InlineData("merge", "- -", "'merge' writes and reads files alone, not -.")]
    [InlineData("merge", "-5 a.npy", "'scoresde merge' does not know what to do with '-5'; options begin with --.")]
    [InlineData("merge", "a.csv b.npy", "'merge' writes .npy, not .csv: a.csv.")]
    public void Words_of_verbs_with_arguments_are_told(string verb, string words, params string[] sentences) =>
        Check(ProgramRun.Of([verb, .. words.Split(' ')]), $"scoresde {verb}", sentences);

    [Theory]
    [InlineData("restore --model nope", "There is no model or checkpoint file 'nope'. Nearest: close, line3, digits. 'scoresde list models' shows all.")]
    [InlineData("restore --method nope", "There is no method 'nope'. Nearest: mmps, dps, snips. 'scoresde list methods' shows all.")]
    [InlineData("restore --solver nope", "There is no solver 'nope'. Nearest: ddpm-beta, pc, langevin. 'scoresde list solvers' shows all.")]
    [InlineData("restore --grid nope", "There is no grid 'nope'. Nearest: made, uniform, karras. 'scoresde list grids' shows all.")]
    [InlineData("restore --device nope", "There is no device 'nope'; there are cpu, torch and cuda. 'scoresde devices' shows what is here.")]
    [InlineData("restore --task nope", "There is no task 'nope'. Nearest: blur, inpaint, superres. 'scoresde list tasks' shows all.")]
    [InlineData("restore --ranks 5 --task compressed:1 --model nope", "There is no model or checkpoint file 'nope'. Nearest: close, line3, digits. 'scoresde list models' shows all.")]
    [InlineData("restore --ranks 5 --task compressed:1 --model gaussian --method nope", "There is no method 'nope'. Nearest: mmps, dps, snips. 'scoresde list methods' shows all.")]
    [InlineData("restore --ranks 5 --task compressed:1 --model gaussian --method mmps,nope", "There is no method 'nope'. Nearest: mmps, dps, snips. 'scoresde list methods' shows all.")]
    [InlineData("restore --ranks 5 --task compressed:1 --model gaussian --solver nope", "There is no solver 'nope'. Nearest: ddpm-beta, pc, langevin. 'scoresde list solvers' shows all.")]
    [InlineData("restore --ranks 5 --task compressed:1 --model gaussian --grid nope", "There is no grid 'nope'. Nearest: made, uniform, karras. 'scoresde list grids' shows all.")]
    [InlineData("restore --ranks 5 --model gaussian --task nope", "There is no task 'nope'. Nearest: blur, inpaint, superres. 'scoresde list tasks' shows all.")]
    [InlineData("sample --out - --model nope", "There is no model or checkpoint file 'nope'. Nearest: close, line3, digits. 'scoresde list models' shows all.")]
    [InlineData("sample --out - --model gaussian --solver nope", "There is no solver 'nope'. Nearest: ddpm-beta, pc, langevin. 'scoresde list solvers' shows all.")]
    [InlineData("sample --out - --model gaussian --grid nope", "There is no grid 'nope'. Nearest: made, uniform, karras. 'scoresde list grids' shows all.")]
    [InlineData("sample --out - --model gaussian --device nope", "There is no device 'nope'; there are cpu, torch and cuda. 'scoresde devices' shows what is here.")]
    [InlineData("likelihood --model nope", "There is no model or checkpoint file 'nope'. Nearest: close, line3, digits. 'scoresde list models' shows all.")]
    [InlineData("likelihood --model gaussian --solver nope", "There is no solver 'nope'. Nearest: ddpm-beta, pc, langevin. 'scoresde list solvers' shows all.")]
    [InlineData("likelihood --model gaussian --grid nope", "There is no grid 'nope'. Nearest: made, uniform, karras. 'scoresde list grids' shows all.")]
    [InlineData("likelihood --model gaussian --device nope", "There is no device 'nope'; there are cpu, torch and cuda. 'scoresde devices' shows what is here.")]
    [InlineData("likelihood --model gaussian --divergence nope", "There is no divergence 'nope'. Nearest: exact, hutchinson-gaussian, hutchinson. 'scoresde list' shows all.")]
    [InlineData("grid --model nope", "There is no model or checkpoint file 'nope'. Nearest: close, line3, digits. 'scoresde list models' shows all.")]
    [InlineData("grid --model gaussian --solver nope", "There is no solver 'nope'. Nearest: ddpm-beta, pc, langevin. 'scoresde list solvers' shows all.")]
    [InlineData("variances --model nope", "There is no model or checkpoint file 'nope'. Nearest: close, line3, digits. 'scoresde list models' shows all.")]
    [InlineData("variances --model gaussian --grid nope", "There is no grid 'nope'. Nearest: made, uniform, karras. 'scoresde list grids' shows all.")]
    [InlineData("forward --model nope", "There is no model or checkpoint file 'nope'. Nearest: close, line3, digits. 'scoresde list models' shows all.")]
    [InlineData("compare --model nope", "There is no model or checkpoint file 'nope'. Nearest: close, line3, digits. 'scoresde list models' shows all.")]
    [InlineData("compare --model gaussian --solvers em,nope", "There is no solver 'nope'. Nearest: ddpm-beta, pc, langevin. 'scoresde list solvers' shows all.")]
    [InlineData("compare --model gaussian --grid nope", "There is no grid 'nope'. Nearest: made, uniform, karras. 'scoresde list grids' shows all.")]
    [InlineData("compare --model gaussian --grids uniform,nope", "There is no grid 'nope'. Nearest: made, uniform, karras. 'scoresde list grids' shows all.")]
    [InlineData("compare --model gaussian --device nope", "There is no device 'nope'; there are cpu, torch and cuda. 'scoresde devices' shows what is here.")]
    [InlineData("train --data moons --out none --device nope", "There is no device 'nope'; there are cpu, torch and cuda. 'scoresde devices' shows what is here.")]
    [InlineData("train --data moons --out none --process nope", "There is no process 'nope'. Nearest: vp, ve, flow. 'scoresde list processes' shows all.")]
    [InlineData("train --data nope --out none", "There is no data set, file or folder 'nope'. Nearest: moons, digits, mixture8. 'scoresde list data' shows all.")]
    [InlineData("export --model nope --out none.onnx", "There is no model or checkpoint file 'nope'. Nearest: close, line3, digits. 'scoresde list models' shows all.")]
    public void One_name_that_is_none_is_one_sentence(string line, string sentence) =>
        Check(ProgramRun.Of(new CancellationToken(canceled: true), line.Split(' ')), string.Join(' ', ["scoresde", .. line.Split(' ')[..1]]), sentence);

    [Fact]
    public void A_word_is_told_by_its_command()
    {
        using var nothing = new StringWriter();
        Command root = Root.Build(new Terminal(nothing, nothing));
        Assert.Equal("There is no command 'sampl'. Nearest: sample, compare, merge.", UnknownWords.Sentence(root, "sampl"));
        Assert.Equal("'scoresde' has no option '-version'. Nearest: --version, --help.", UnknownWords.Sentence(root, "-version"));
        Assert.Equal("'scoresde list' does not know what to do with '-0'; options begin with --.", UnknownWords.Sentence(root.Subcommands.Single(static verb => verb.Name == "list"), "-0"));
    }

    private static void Check(ProgramRun run, string command, params string[] sentences)
    {
        Assert.Equal($"{string.Concat(sentences.Select(static sentence => $"scoresde: {sentence}\n"))}Try '{command} --help'.\n", run.Error);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Empty(run.Out);
    }
}
