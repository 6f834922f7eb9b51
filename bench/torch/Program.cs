using System.Diagnostics;
using System.Globalization;
using ScoreSde.TorchBench;

// ScoreSde.TorchBench cpu|cuda FOLDER THREADS: reads orders from the standard input, answers each with a line of JSON.
//   check                 differences from the outputs of PyTorch in FOLDER's files
//   peaks                 product and copy of this run
//   run NAME SAMPLES STEPS VARIANT   seconds of a workload, warmed up before; there is one variant, ours
if (args.Length != 3)
{
    Console.Error.WriteLine("Usage: ScoreSde.TorchBench cpu|cuda FOLDER THREADS. bench/torch/compare.sh gives its orders.");
    return 2;
}

torch.Device device = args[0] == "cuda" ? torch.CUDA : torch.CPU;
torch.set_num_threads(int.Parse(args[2], CultureInfo.InvariantCulture));
var networks = new Networks(args[1], device);
var workloads = new Dictionary<(string Name, int Samples), Workload>();
while (Console.ReadLine() is { } order)
{
    string[] words = order.Split(' ');
    Console.WriteLine(words[0] switch
    {
        "check" => string.Join(", ", Networks.Names.Select(Check)) is var all ? $"{{{all}}}" : "",
        "peaks" => string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"float32\": {Peaks.Products(device, false):R}, \"tf32\": {Peaks.Products(device, true):R}, \"copy\": {Peaks.Copy(device):R}}}"),
        "run" => Run(words[1], Whole(words[2]), Whole(words[3])),
        _ => throw new ArgumentException($"There is no order '{words[0]}'."),
    });
}

return 0;

string Check(string name) => string.Create(
    CultureInfo.InvariantCulture,
    $"\"{name}\": {{\"float64\": {networks.Difference(name, torch.float64):R}, \"float32\": {networks.Difference(name, torch.float32):R}}}");

string Run(string name, int samples, int steps)
{
    if (!workloads.TryGetValue((name, samples), out Workload? workload))
    {
        workload = new Workload(networks, name);
        workloads.Add((name, samples), workload);

        // Twice, so that methods are compiled for good and the pool of memory is filled before the clock starts.
        workload.Run(samples, Math.Min(steps, 5));
        workload.Run(samples, Math.Min(steps, 5));
    }

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

static int Whole(string word) => int.Parse(word, CultureInfo.InvariantCulture);
