using System.Diagnostics;
using System.Globalization;
using ScoreSde.Torch.Kernels;
using ScoreSde.TorchBench;
using ScoreSde.TorchBench.Counting;

// ScoreSde.TorchBench cpu|cuda FOLDER THREADS: reads orders from the standard input, answers each with a line of JSON.
//   check                 differences from the outputs of PyTorch in FOLDER's files
//   peaks                 product and copy of this run
//   run NAME SAMPLES STEPS VARIANT      seconds of a workload, warmed up before; plain is without kernels of our own, every other variant with them
//   launches NAME SAMPLES STEPS VARIANT kernels and copies a step; on the CPU operators that a device launches a kernel for
//   operators NAME SAMPLES STEPS        these operators, on any device
//   memory NAME SAMPLES STEPS           bytes that a run in one batch takes of the device; the first order of its process
//   split NAME SAMPLES STEPS GIBIBYTES  halvings of a batch where no more memory than that is left; the first order of its process
//   train CHANNELS BATCH STEPS float32|mixed [BLOCKS]   steps a second of training a U-Net of so many blocks a level, 2 unless given
if (args.Length != 3)
{
    Console.Error.WriteLine("Usage: ScoreSde.TorchBench cpu|cuda FOLDER THREADS. bench/torch/compare.sh gives its orders.");
    return 2;
}

torch.Device device = args[0] == "cuda" ? torch.CUDA : torch.CPU;
torch.set_num_threads(int.Parse(args[2], CultureInfo.InvariantCulture));
if (device.type == DeviceType.CUDA)
{
    Console.Error.WriteLine($"Kernels of our own: {TensorKernels.WhyNot ?? "yes"}.");
}

var networks = new Networks(args[1], device);
var workloads = new Dictionary<(string Name, int Samples, bool Plain), Workload>();
while (Console.ReadLine() is { } order)
{
    string[] words = order.Split(' ');
    Console.WriteLine(words[0] switch
    {
        "check" => string.Join(", ", Networks.Names.Select(Check)) is var all ? $"{{{all}}}" : "",
        "peaks" => string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"float32\": {Peaks.Products(device, false):R}, \"tf32\": {Peaks.Products(device, true):R}, \"copy\": {Peaks.Copy(device):R}}}"),
        "run" => Run(words[1], Whole(words[2]), Whole(words[3]), words[4] == "plain"),
        "launches" => LaunchCount.Of(Find(words[1], Whole(words[2]), words[4] == "plain"), Whole(words[2]), Whole(words[3])),
        "operators" => Operators(words[1], Whole(words[2]), Whole(words[3])),
        "memory" => MemoryUse.Of(() => new Workload(networks, words[1]), device, Whole(words[2]), Whole(words[3])),
        "split" => MemoryUse.Split(() => new Workload(networks, words[1]), device, Whole(words[2]), Whole(words[3]), Whole(words[4])),
        "train" => UNetSteps.Run(device, Whole(words[1]), Whole(words[2]), Whole(words[3]), words[4] == "mixed", words.Length > 5 ? Whole(words[5]) : 2),
        _ => throw new ArgumentException($"There is no order '{words[0]}'."),
    });
}

return 0;

string Check(string name) => string.Create(
    CultureInfo.InvariantCulture,
    $"\"{name}\": {{\"float64\": {networks.Difference(name, torch.float64):R}, \"float32\": {networks.Difference(name, torch.float32):R}, "
        + $"\"tf32\": {networks.Difference(name, torch.float32, tf32: true):R}}}");

string Run(string name, int samples, int steps, bool plain)
{
    if (!workloads.ContainsKey((name, samples, plain)))
    {
        // Twice, so that methods are compiled for good and the pool of memory is filled before the clock starts.
        Find(name, samples, plain).Run(samples, Math.Min(steps, 5));
        Find(name, samples, plain).Run(samples, Math.Min(steps, 5));
    }

    Workload workload = Find(name, samples, plain);
    Peaks.Wait(device);
    using var process = Process.GetCurrentProcess();
    TimeSpan busy = process.TotalProcessorTime;
    long start = Stopwatch.GetTimestamp();
    int evaluations = workload.Run(samples, steps);
    Peaks.Wait(device);
    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    process.Refresh();
    double processor = (process.TotalProcessorTime - busy).TotalSeconds;
    return string.Create(
        CultureInfo.InvariantCulture, $"{{\"seconds\": {seconds:R}, \"processor\": {processor:R}, \"evaluations\": {evaluations}}}");
}

Workload Find(string name, int samples, bool plain = false)
{
    if (!workloads.TryGetValue((name, samples, plain), out Workload? workload))
    {
        workload = new Workload(networks, name, plain);
        workloads.Add((name, samples, plain), workload);
    }

    return workload;
}

string Operators(string name, int samples, int steps) => string.Create(
    CultureInfo.InvariantCulture, $"{{\"operators\": {LaunchCount.Operators(Find(name, samples), samples, steps):R}}}");

static int Whole(string word) => int.Parse(word, CultureInfo.InvariantCulture);
